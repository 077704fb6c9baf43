/** The trail and the outbox: born with the change, complete, and nothing in it can be altered unseen. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { assert, asyncProperty, integer, nat } from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  ANALYST,
  assessed,
  codeOf,
  drained,
  inChecks,
  inReview,
  MLRO,
  proposeAs,
  SANCTIONS_FINDING,
  SANCTIONS_HIT,
  SERVICE,
  submitted,
  valueOf,
} from './case-driver.ts'
import { openTestStore, type TestDatabase, type TestStore } from './open-test-store.ts'

const VERIFIER = fileURLToPath(new URL('../../verifier/verify-audit.mjs', import.meta.url))
const run = promisify(execFile)

async function verifyOffline(
  lines: readonly string[],
  ...args: readonly string[]
): Promise<{ intact: boolean; fault: unknown; records: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-audit-'))
  const file = join(folder, 'export.jsonl')
  await writeFile(file, lines.join(''))
  const output = await run(process.execPath, [VERIFIER, file, ...args]).catch((error: { stdout: string }) => error)
  await rm(folder, { recursive: true })
  return JSON.parse(output.stdout) as { intact: boolean; fault: unknown; records: number }
}

export function describeTrail(database: () => TestDatabase): void {
  describe('audit trail', () => {
    let test: TestStore
    beforeEach(async () => {
      test = await openTestStore(database())
    })
    afterEach(() => test.stop())

    const exported = async (): Promise<string[]> => {
      const lines: string[] = []
      for await (const line of test.store.exportAudit()) lines.push(line)
      return lines
    }

    it('numbers without gaps under concurrent changes, and verifies', async () => {
      await Promise.all(Array.from({ length: 8 }, () => submitted(test.store)))
      const { items } = await test.store.auditList({ limit: 1000 })
      expect(items.map((row) => row.seq)).toEqual(Array.from({ length: items.length }, (_, at) => items.length - at))
      expect(await test.store.verifyAudit()).toMatchObject({ intact: true, records: items.length, firstBreak: null })
    })

    it('writes no record and no message when the change fails', async () => {
      const caseId = await inChecks(test.store)
      await drained(test.store)
      const before = await test.store.verifyAudit()
      expect(
        codeOf(
          await test.store.recordCheck({
            actor: SERVICE,
            caseId,
            idempotencyKey: 'k',
            kind: 'validate_tax',
            dataRevision: 99,
            result: 'OK',
            output: {},
            errors: [],
            hits: [],
            versions: {},
          }),
        ),
      ).toBe('DATA_REVISION_OLD')
      expect((await test.store.verifyAudit()).head).toBe(before.head)
      expect(await drained(test.store)).toEqual([])
    })

    it('shows a changed byte of any record, in the database', async () => {
      await inReview(test.store, [SANCTIONS_FINDING], [SANCTIONS_HIT])
      const rows = await test.db
        .selectFrom('kyc_audit')
        .select(['seq', 'record', 'hash', 'action'])
        .orderBy('seq')
        .execute()
      await assert(
        asyncProperty(nat(rows.length - 1), nat(), integer({ min: 1, max: 25 }), async (at, position, shift) => {
          const row = rows[at]
          if (!row) return
          const index = position % row.record.length
          const changed = String.fromCharCode(32 + ((row.record.charCodeAt(index) - 32 + shift) % 95))
          const record = row.record.slice(0, index) + changed + row.record.slice(index + 1)
          await test.db.updateTable('kyc_audit').set({ record }).where('seq', '=', row.seq).execute()
          const verified = await test.store.verifyAudit()
          await test.db.updateTable('kyc_audit').set({ record: row.record }).where('seq', '=', row.seq).execute()
          expect(verified).toMatchObject({ intact: false, firstBreak: { seq: row.seq } })
        }),
        { numRuns: 25 },
      )
      expect((await test.store.verifyAudit()).intact).toBe(true)
    })

    it('shows a changed column, a missing record, a cut end and an end written anew', async () => {
      await submitted(test.store)
      valueOf({ ok: true, value: await test.store.writeCheckpoint() })
      const last = await test.db.selectFrom('kyc_audit').selectAll().orderBy('seq', 'desc').executeTakeFirstOrThrow()
      await test.db.updateTable('kyc_audit').set({ actor_id: 'nobody' }).where('seq', '=', 2).execute()
      expect(await test.store.verifyAudit()).toMatchObject({ intact: false, firstBreak: { seq: 2 } })
      await test.db.updateTable('kyc_audit').set({ actor_id: SERVICE.id }).where('seq', '=', 2).execute()
      expect((await test.store.verifyAudit()).intact).toBe(true)
      await test.db.deleteFrom('kyc_audit').where('seq', '=', last.seq).execute()
      expect(await test.store.verifyAudit()).toMatchObject({ intact: false })
      // Somebody who also repairs the head is caught by the signed checkpoint.
      await test.db
        .updateTable('kyc_audit_head')
        .set({ seq: last.seq - 1, hash: last.prev_hash })
        .execute()
      expect(await test.store.verifyAudit()).toMatchObject({ intact: false, firstBreak: { seq: last.seq } })
    })

    it('signs the head once, and again only after something was written', async () => {
      await submitted(test.store)
      const first = await test.store.writeCheckpoint()
      expect(first?.seq).toBeGreaterThan(0)
      expect(await test.store.writeCheckpoint()).toBeNull()
      await submitted(test.store)
      expect((await test.store.writeCheckpoint())?.publicKey).toBe(first?.publicKey)
      expect(await test.store.verifyAudit()).toMatchObject({ intact: true, checkpoints: 2 })
    })

    it('takes no second text for the key or the signature of a checkpoint', async () => {
      await submitted(test.store)
      const checkpoint = await test.store.writeCheckpoint()
      const lines = (await exported()).map((line) => line.trimEnd())
      const { publicKey = '', signature = '' } = checkpoint ?? {}
      const der = Buffer.from(publicKey, 'base64')
      // Readers of keys ignore the count of unused bits before the key, and what follows it.
      const otherBits = Buffer.from(der)
      otherBits.writeUInt8(1, der.length - 33)
      const texts: [string, string][] = [
        [publicKey, otherBits.toString('base64')],
        [publicKey, Buffer.concat([der, Buffer.alloc(3)]).toString('base64')],
        [signature, signature.replace(/=+$/, '')],
        [signature, signature.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ' =')],
      ]
      const { verifyLines } = (await import(VERIFIER)) as {
        verifyLines: (lines: readonly string[]) => Promise<{ intact: boolean }>
      }
      expect(await verifyLines(lines)).toMatchObject({ intact: true })
      for (const [from, to] of texts) {
        const forged = lines.map((line) => line.replace(from, to))
        expect(forged).not.toEqual(lines)
        expect(await verifyLines(forged)).toMatchObject({ intact: false })
      }
    })

    it('is checked offline by a single file, every prefix of it, and no changed line passes', async () => {
      await inReview(test.store, [SANCTIONS_FINDING], [SANCTIONS_HIT])
      const checkpoint = await test.store.writeCheckpoint()
      const lines = await exported()
      const records = lines.slice(0, -1)
      const all = await verifyOffline(
        lines,
        '--public-key',
        checkpoint?.publicKey ?? '',
        '--head',
        checkpoint?.hash ?? '',
      )
      expect(all).toMatchObject({ intact: true, records: records.length, fault: null })
      expect(await verifyOffline(lines, '--public-key', 'another')).toMatchObject({ intact: false })
      const { verifyLines } = (await import(VERIFIER)) as {
        verifyLines: (lines: readonly string[]) => Promise<{ intact: boolean }>
      }
      const plain = lines.map((line) => line.trimEnd())
      for (let end = 1; end < records.length; end++)
        expect(await verifyLines(plain.slice(0, end))).toMatchObject({ intact: true })
      await assert(
        asyncProperty(nat(plain.length - 1), nat(), integer({ min: 1, max: 94 }), async (at, position, shift) => {
          const line = plain[at] ?? ''
          const index = position % line.length
          const changed = String.fromCharCode(32 + ((line.charCodeAt(index) - 32 + shift) % 95))
          const forged = plain.with(at, line.slice(0, index) + changed + line.slice(index + 1))
          expect((await verifyLines(forged)).intact).toBe(false)
        }),
        { numRuns: 300 },
      )
      expect(await verifyLines(plain.toSpliced(2, 1))).toMatchObject({ intact: false })
    })

    it('tells the time line of a case without any value', async () => {
      const { caseId, items } = await inReview(test.store, [SANCTIONS_FINDING], [SANCTIONS_HIT])
      valueOf(
        await proposeAs(test.store, ANALYST, caseId, items.get('SANCTIONS_MATCH') ?? '', 'FALSE_POSITIVE', [
          'DOB_CONFLICT',
        ]),
      )
      const entries = valueOf(await test.store.timeline({ actor: MLRO, caseId }))
      expect(entries.map((entry) => entry.action)).toEqual(
        expect.arrayContaining([
          'case.opened',
          'application.changed',
          'case.submit',
          'check.recorded',
          'item.proposed',
          'case.propose',
        ]),
      )
      expect(JSON.stringify(entries)).not.toContain('Beispiel')
    })
  })

  describe('outbox', () => {
    let test: TestStore
    beforeEach(async () => {
      test = await openTestStore(database())
    })
    afterEach(() => test.stop())

    const lease = () => test.store.outbox.lease({ limit: 10, leaseMs: 30_000 })

    it('delivers again with the same id when the process dies between commit and acknowledgement', async () => {
      await submitted(test.store)
      expect(test.commits.at(-1)).toMatchObject({ outboxRows: 2, cases: [{ state: 'SUBMITTED' }] })
      const first = await lease()
      expect(first.map((row) => row.kind)).toEqual(['START_WORKFLOW', 'SEND_MAIL'])
      test = await test.restart()
      expect(await lease()).toEqual([])
      expect(Date.parse((await test.store.outbox.nextDue()) ?? '')).toBe(test.clock.now + 30_000)
      test.clock.now += 30_001
      const again = await lease()
      expect(again.map((row) => row.id)).toEqual(first.map((row) => row.id))
      expect(again.map((row) => row.attempts)).toEqual([1, 1])
      const [stale] = first
      expect(codeOf(await test.store.outbox.ack({ id: stale?.id ?? '', leaseToken: stale?.leaseToken ?? '' }))).toBe(
        'LEASE_LOST',
      )
      for (const row of again) valueOf(await test.store.outbox.ack({ id: row.id, leaseToken: row.leaseToken }))
      expect(await test.store.outbox.nextDue()).toBeNull()
    })

    it('gives a row to one of two dispatchers', async () => {
      await submitted(test.store)
      const [a, b] = await Promise.all([lease(), lease()])
      expect([...a, ...b]).toHaveLength(2)
    })

    it('keeps the order for one recipient, also while an older row waits for its next try', async () => {
      const caseId = await inChecks(test.store)
      await drained(test.store)
      for (const iterationKey of ['1', '2'])
        valueOf(await test.store.notify({ actor: SERVICE, caseId, templateId: 'rfi_opened', iterationKey }))
      const [first, ...others] = await lease()
      expect(others).toEqual([])
      const failed = valueOf(
        await test.store.outbox.fail({
          id: first?.id ?? '',
          leaseToken: first?.leaseToken ?? '',
          error: 'no route to a@b.example',
        }),
      )
      expect(await lease()).toEqual([])
      test.clock.now = Date.parse(failed.availableAt)
      expect((await lease()).map((row) => row.id)).toEqual([first?.id])
    })

    it('sets a dead row aside, lets the next one pass, keeps no address in the error, and revives it', async () => {
      const caseId = await inChecks(test.store)
      await drained(test.store)
      for (const iterationKey of ['1', '2'])
        valueOf(await test.store.notify({ actor: SERVICE, caseId, templateId: 'rfi_opened', iterationKey }))
      const [row] = await lease()
      valueOf(
        await test.store.outbox.fail({
          id: row?.id ?? '',
          leaseToken: row?.leaseToken ?? '',
          error: 'refused <anna@example.com>',
          dead: true,
        }),
      )
      expect(await lease()).toHaveLength(1)
      expect(await test.store.outbox.listDead(5)).toMatchObject([{ id: row?.id, lastError: 'refused <<address>>' }])
      expect(await test.store.outbox.revive(row?.id ?? '')).toBe(true)
    })

    it('carries ids, codes and counts only', async () => {
      const caseId = await inChecks(test.store)
      await assessed(test.store, caseId, 'LOW')
      expect(JSON.stringify(await drained(test.store))).not.toMatch(/Beispiel|example\.com|DE62/)
    })
  })
}
