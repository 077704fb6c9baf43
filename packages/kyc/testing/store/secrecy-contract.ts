/** What lies in the database cannot be read without the keys, and after erasure not even with them. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createKycStore, fileBlobs, localRootKey, migrate, rotateRootKey } from '../../src/store/index.ts'
import { leaves } from '../../src/store/answers.ts'
import { sampleApplication } from '../sample-application.ts'
import {
  ADDRESS_FINDING,
  ANALYST,
  APPLICANT,
  assessed,
  codeOf,
  confirmAs,
  inReview,
  MLRO,
  NOTE,
  proposeAs,
  SANCTIONS_FINDING,
  SANCTIONS_HIT,
  SENIOR,
  SERVICE,
  valueOf,
} from './case-driver.ts'
import { openTestStore, TEST_ROOT_KEY, type TestDatabase, type TestStore } from './open-test-store.ts'

const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 9, 9, 9])

/** Values of the sample that a reader would recognise; enumerations and countries are no secret. */
function canaries(): readonly string[] {
  const values = leaves(sampleApplication()).filter(
    ([path]) =>
      !/country|kind|Type$|type|channel|product|method|provider|level|At$|Since$|Version|status|Status/.test(path),
  )
  const personal = values.flatMap(([, value]) => (typeof value === 'string' && value.length >= 4 ? [value] : []))
  return [...personal, 'Listed Lookalike', NOTE, 'pass-of-anna.png', 'Secret note about Anna', 'why I cannot']
}

/** Four letters turn up in base64 by chance: a short value counts only where it stands by itself, as in JSON. */
function isIn(bytes: Buffer, value: string): boolean {
  if (value.length >= 7) return bytes.includes(value)
  const plain = value.replace(/[^A-Za-z0-9]/g, (character) => `\\${character}`)
  return new RegExp(`(?<![A-Za-z0-9+/])${plain}(?![A-Za-z0-9+/=])`).test(bytes.toString('latin1'))
}

let keys = 0

export function describeSecrecy(database: () => TestDatabase): void {
  describe('secrecy', () => {
    let test: TestStore
    let key: string
    beforeEach(async () => {
      key = `secret_${process.pid}_${++keys}`
      test = await openTestStore(database(), key)
    })
    afterEach(() => test.stop())

    /** A case that has touched every table with personal data. */
    const fullCase = async (): Promise<string> => {
      const { store } = test
      const { caseId, items } = await inReview(store, [SANCTIONS_FINDING, ADDRESS_FINDING], [SANCTIONS_HIT])
      valueOf(
        await store.addDocument({
          actor: APPLICANT,
          caseId,
          fileName: 'pass-of-anna.png',
          mediaType: 'image/png',
          type: 'PASSPORT',
          bytes: PNG,
        }),
      )
      valueOf(await store.addNote({ actor: ANALYST, caseId, text: 'Secret note about Anna' }))
      valueOf(await store.reveal({ actor: ANALYST, caseId, path: 'account.iban', reason: 'AUDIT' }))
      valueOf(
        await proposeAs(store, ANALYST, caseId, items.get('ADDRESS_REVIEW') ?? '', 'REQUEST_INFORMATION', [
          'EVIDENCE_MISSING',
        ]),
      )
      const sanctions = items.get('SANCTIONS_MATCH') ?? ''
      valueOf(await proposeAs(store, ANALYST, caseId, sanctions, 'FALSE_POSITIVE', ['DOB_CONFLICT']))
      valueOf(await confirmAs(store, SENIOR, caseId, sanctions))
      const { rfiId } = valueOf(
        await store.openRfi({ actor: SERVICE, caseId, workflowId: 'rfi-1', waitRef: 'rfi_wait' }),
      )
      valueOf(
        await store.answerRfi({
          actor: APPLICANT,
          caseId,
          rfiId,
          set: {},
          cannotProvide: [{ code: 'ADDRESS_REQUIRED', text: 'why I cannot' }],
        }),
      )
      await assessed(store, caseId, 'LOW')
      valueOf(
        await store.notify({
          actor: SERVICE,
          caseId,
          templateId: 'rfi_opened',
          iterationKey: '1',
          params: { hint: 'Anna' },
        }),
      )
      await store.issueResumeCode({ email: 'anna.beispiel@example.com' })
      valueOf(await store.proposeBlacklistEntry({ actor: ANALYST, names: ['Anna Beispiel'], category: 'FRAUD' }))
      await store.writeCheckpoint()
      return caseId
    }

    it('keeps no personal value in clear anywhere in the database', async () => {
      await fullCase()
      const bytes = await database().dump(key)
      expect(bytes.length).toBeGreaterThan(10_000)
      const found = canaries().filter((value) => isIn(bytes, value))
      expect(found).toEqual([])
    })

    it('reads nothing of an erased case, finds it by no value, and the chain still verifies', async () => {
      const caseId = await fullCase()
      expect(codeOf(await test.store.eraseCase({ actor: SERVICE, caseId, rule: 'TEST', approvedBy: SERVICE.id }))).toBe(
        'SAME_PERSON',
      )
      const wrapped = await test.db
        .selectFrom('kyc_case')
        .select('wrapped_key')
        .where('case_id', '=', caseId)
        .executeTakeFirstOrThrow()
      const erased = valueOf(await test.store.eraseCase({ actor: SERVICE, caseId, rule: 'RETENTION_6M' }))
      expect(erased.objects).toBeGreaterThan(10)
      expect(codeOf(await test.store.caseDetail({ actor: MLRO, caseId }))).toBe('CASE_ERASED')
      expect(codeOf(await test.store.loadCaseForWork(caseId))).toBe('CASE_ERASED')
      const found = await test.store.listCases({ actor: MLRO, view: 'team', q: 'anna.beispiel@example.com', limit: 5 })
      expect(found.items).toEqual([])
      for (const table of ['kyc_blind_index', 'kyc_field', 'kyc_document', 'kyc_applicant_session'] as const) {
        expect(await test.db.selectFrom(table).selectAll().where('case_id', '=', caseId).execute()).toEqual([])
      }
      expect(await test.store.listTombstones()).toMatchObject([{ caseId, rule: 'RETENTION_6M' }])
      expect(await test.store.verifyAudit()).toMatchObject({ intact: true })
      expect(codeOf(await test.store.timeline({ actor: MLRO, caseId }))).toBe('ok')
      const key64 = wrapped.wrapped_key ?? 'no key'
      expect((await database().dump(key)).includes(key64)).toBe(false)
    })

    it('erases again in a restored backup what had been erased', async () => {
      const [first, second] = [await fullCase(), await fullCase()]
      const tombstones = [
        { caseId: first, rule: 'RETENTION_6M' },
        { caseId: 'unknown', rule: 'RETENTION_6M' },
      ]
      const replay = { actor: SERVICE, tombstones }
      expect(valueOf(await test.store.replayTombstones(replay))).toEqual({ erased: 1 })
      expect(valueOf(await test.store.replayTombstones(replay))).toEqual({ erased: 0 })
      expect(codeOf(await test.store.loadCaseForWork(first))).toBe('CASE_ERASED')
      expect(codeOf(await test.store.loadCaseForWork(second))).toBe('ok')
    })

    it('refuses a wrong root key, takes a rotated one, and refuses a newer schema', async () => {
      const caseId = await fullCase()
      const other = localRootKey(Buffer.alloc(32, 8))
      const open = (rootKey: typeof other) =>
        createKycStore({
          db: test.db,
          dialect: database().dialect,
          rootKey,
          blobs: fileBlobs('/nonexistent'),
          clock: () => test.clock.now,
        })
      await expect(open(other)).rejects.toMatchObject({ code: 'ROOT_KEY_WRONG' })
      expect(await rotateRootKey(test.db, 'main', TEST_ROOT_KEY, other)).toBe(1)
      const rotated = await open(other)
      expect(codeOf(await rotated.caseDetail({ actor: MLRO, caseId }))).toBe('ok')
      await test.db
        .withTables<{ kyc_schema: { version: number; name: string; at: string } }>()
        .insertInto('kyc_schema')
        .values({ version: 99, name: 'future', at: '' })
        .execute()
      await expect(migrate(test.db, database().dialect)).rejects.toMatchObject({ code: 'SCHEMA_TOO_NEW' })
    })

    it('opens no value at another place than its own', async () => {
      const caseId = await fullCase()
      const fields = await test.db
        .selectFrom('kyc_field')
        .selectAll()
        .where('case_id', '=', caseId)
        .where('path', 'in', ['identity.surnames', 'account.iban'])
        .execute()
      const [first, second] = fields
      await test.db
        .updateTable('kyc_field')
        .set({ value_sealed: second?.value_sealed ?? '' })
        .where('case_id', '=', caseId)
        .where('path', '=', first?.path ?? '')
        .execute()
      await expect(test.store.loadCaseForWork(caseId)).rejects.toMatchObject({ code: 'DECRYPTION_FAILED' })
    })
  })
}
