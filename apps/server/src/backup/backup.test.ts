import {
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { chainHash } from '@gatehouse/kyc/store'
import type { Config } from '../config/config.ts'
import { createLog } from '../log.ts'
import { createServer } from '../server.ts'
import type { FilledFolder } from '../testing/filled-folder.ts'
import { addCase, applicant, fillFolder, png, withFoundation } from '../testing/filled-folder.ts'
import { backUp } from './back-up.ts'
import { backupWaysOut } from './backup-error.ts'
import { restore, verifyBackup } from './restore.ts'

let home: string
let filled: FilledFolder
let made: string
let count = 0

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'gatehouse-backup-'))
  filled = await fillFolder(join(home, 'data'))
  made = join(home, 'made')
  await backUp(filled.config, made)
})
afterAll(() => rm(home, { recursive: true, force: true }))

/** Settings of an empty folder that has the master key in it. */
async function emptyFolder(withKey = true): Promise<Config> {
  const dataDir = join(home, `folder-${++count}`)
  await mkdir(dataDir)
  if (withKey) await copyFile(join(filled.config.dataDir, 'master.key'), join(dataDir, 'master.key'))
  return { ...filled.config, dataDir, documents: { kind: 'folder', path: join(dataDir, 'documents') } }
}

async function copyOfBackup(): Promise<string> {
  const folder = join(home, `backup-${++count}`)
  await copyTree(made, folder)
  return folder
}

async function copyTree(from: string, to: string): Promise<void> {
  for (const entry of await readdir(from, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name).slice(from.length + 1)
    if (entry.isDirectory()) await mkdir(join(to, path), { recursive: true })
    else {
      await mkdir(join(to, path, '..'), { recursive: true })
      await copyFile(join(from, path), join(to, path))
    }
  }
}

async function onlyFile(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const file = entries.find((entry) => entry.isFile())
  return join(file?.parentPath ?? '', file?.name ?? '')
}

describe('a backup', () => {
  it('holds everything but the master key, and says so', async () => {
    const names = await readdir(made)
    expect(names.toSorted()).toEqual([
      'documents',
      'engine.db',
      'engine.db-payloads',
      'kyc.db',
      'lists',
      'manifest.hmac',
      'manifest.json',
    ])
    const manifest = await verifyBackup(filled.config, made)
    expect(manifest).toMatchObject({ documents: 1, problems: [], engine: { openExecutions: 1 }, kyc: { cases: 1 } })
    const key = (await readFile(join(filled.config.dataDir, 'master.key'), 'utf8')).trim()
    for (const { path } of manifest.files) {
      const bytes = await readFile(join(made, path))
      expect(bytes.includes(key) || bytes.includes(Buffer.from(key, 'base64')), `the key in ${path}`).toBe(false)
    }
    expect((await stat(made)).mode & 0o077).toBe(0)
  })

  it('is restored with documents, payloads, lists and trail, and nobody signed in', async () => {
    const config = await emptyFolder()
    const { manifest } = await restore(config, made, undefined)
    await withFoundation(config, async ({ store }) => {
      const { caseId, documentId, sessionToken } = filled
      const read = await store.readDocument({ actor: applicant, caseId, documentId, reason: 'TEST' })
      expect(read).toMatchObject({ ok: true, value: { fileName: 'pass.png', bytes: new Uint8Array(png) } })
      expect(await store.findApplicantSession(sessionToken)).toBeNull()
      const { items } = await store.auditList({ limit: 2, action: 'data.restored' })
      expect(items).toMatchObject([{ seq: manifest.kyc.audit.records + 1, object: { id: manifest.takenAt } }])
      expect(await store.verifyAudit()).toMatchObject({ intact: true })
    })
    const server = await createServer(config, { log: createLog('silent'), pages: join(home, 'no-pages') })
    const answer = await server.app.inject({
      method: 'GET',
      url: `/api/workflow/${filled.workflowId}`,
      headers: { host: new URL(server.urls.console).host },
    })
    await server.stop()
    expect(answer.json()).toMatchObject({ status: 'RUNNING', externalInputPayloadStoragePath: /^workflow\/input\// })
    expect((await readdir(join(config.dataDir, 'lists'))).length).toBeGreaterThan(0)
  })

  it('never takes the place of another', async () => {
    await expect(backUp(filled.config, made)).rejects.toMatchObject({ code: 'TARGET_EXISTS' })
  })

  it('is not made of a folder without data, or without its key', async () => {
    const target = join(home, 'never')
    await expect(backUp(await emptyFolder(), target)).rejects.toMatchObject({ code: 'NOTHING_TO_BACK_UP' })
    await expect(backUp(await emptyFolder(false), target)).rejects.toMatchObject({ code: 'NO_MASTER_KEY' })
    await expect(stat(target)).rejects.toThrow('ENOENT')
    await expect(stat(`${target}.partial`)).rejects.toThrow('ENOENT')
  })

  it('is not made where nothing can be written, and leaves nothing there', async () => {
    await writeFile(join(home, 'a-file'), '')
    const target = join(home, 'a-file', 'backup')
    await expect(backUp(filled.config, target)).rejects.toMatchObject({ code: 'DISK_REFUSED' })
  })

  it('is not made on a disk without room, and says so', async () => {
    const target = join(home, 'too-large')
    const main = join(import.meta.dirname, '../main.ts')
    const command = 'trap "" XFSZ; ulimit -f 300; exec "$0" "$@"'
    const child = spawn('bash', ['-c', command, process.execPath, main, 'backup', target], {
      env: { ...process.env, GATEHOUSE_DATA: filled.config.dataDir },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
    expect(await once(child, 'close')).toEqual([1, null])
    expect(said).toContain(`DISK_REFUSED: ${target} cannot be written`)
    await expect(stat(target)).rejects.toThrow('ENOENT')
    await expect(stat(`${target}.partial`)).rejects.toThrow('ENOENT')
  })

  it('says what is missing or wrong in the data itself, and is restored as it is', async () => {
    const dataDir = join(home, 'damaged')
    await copyTree(filled.config.dataDir, dataDir)
    const config: Config = {
      ...filled.config,
      dataDir,
      documents: { kind: 'folder', path: join(dataDir, 'documents') },
    }
    await rm(await onlyFile(join(dataDir, 'documents')))
    await truncate(await onlyFile(join(dataDir, 'engine.db-payloads')), 10)
    const kyc = new DatabaseSync(join(dataDir, 'kyc.db'))
    kyc.exec(`UPDATE kyc_case SET state = 'IN_CHECKS', workflow_id = 'gone'`)
    kyc.exec(`UPDATE kyc_audit SET action = 'nothing' WHERE seq = 2`)
    kyc.close()
    const target = join(home, 'of-damaged')
    const { problems } = await backUp(config, target)
    expect(problems).toEqual([
      expect.stringContaining('The audit trail breaks at record 2'),
      expect.stringContaining('every payload that is kept outside is whole'),
      `Case ${filled.caseId} waits for execution gone, which is not there.`,
      `Document ${filled.documentId} of case ${filled.caseId} is not there.`,
    ])
    const restored = await restore(await emptyFolder(), target, undefined)
    expect(restored.manifest.problems).toEqual(problems)
  })

  it.each(['kyc.db', 'engine.db'])('is not made of a damaged %s, and names it', async (name) => {
    const dataDir = join(home, `broken-${name}`)
    await copyTree(filled.config.dataDir, dataDir)
    const bytes = await readFile(join(dataDir, name))
    await writeFile(join(dataDir, name), bytes.fill(0x5a, 4096, 16_384))
    const config: Config = { ...filled.config, dataDir }
    const error: unknown = await backUp(config, join(home, 'of-broken')).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ message: expect.stringMatching(new RegExp(`${name} is damaged`)) })
  })

  it('takes documents for what they are: a link leads nowhere', async () => {
    const dataDir = join(home, 'linked')
    await copyTree(filled.config.dataDir, dataDir)
    const document = await onlyFile(join(dataDir, 'documents'))
    await rename(document, join(home, 'elsewhere'))
    await symlink(join(home, 'elsewhere'), document)
    const target = join(home, 'of-linked')
    const config: Config = {
      ...filled.config,
      dataDir,
      documents: { kind: 'folder', path: join(dataDir, 'documents') },
    }
    expect((await backUp(config, target)).problems).toEqual([expect.stringMatching(/^Document .* is not there\.$/)])
  })
})

describe('a restore refuses', () => {
  let config: Config
  let backup: string
  beforeEach(async () => {
    config = await emptyFolder()
    backup = await copyOfBackup()
  })
  const refuses = async (code: string, say: RegExp | string = '') => {
    const error: unknown = await restore(config, backup, undefined).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code, message: expect.stringMatching(say) })
    // As empty as before.
    expect((await readdir(config.dataDir)).filter((name) => name !== 'master.key')).toEqual([])
  }

  it.each(['kyc.db', 'engine.db', 'documents', 'engine.db-payloads', 'lists'])(
    'one changed byte in %s',
    async (part) => {
      const path = join(backup, part)
      const file = (await stat(path)).isDirectory() ? await onlyFile(path) : path
      const bytes = await readFile(file)
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
      await writeFile(file, bytes)
      await refuses('BACKUP_DAMAGED', /has other content/)
      await expect(verifyBackup(config, backup)).rejects.toMatchObject({ code: 'BACKUP_DAMAGED' })
    },
  )

  it('a file that is missing, cut off, or a link', async () => {
    await rm(await onlyFile(join(backup, 'documents')))
    await truncate(join(backup, 'kyc.db'), 4096)
    await rm(join(backup, 'engine.db'))
    await symlink(join(made, 'engine.db'), join(backup, 'engine.db'))
    await refuses('BACKUP_DAMAGED', /is missing/)
    await refuses('BACKUP_DAMAGED', /kyc\.db has 4096 bytes/)
    await expect(verifyBackup(config, backup)).rejects.toThrow('engine.db is no file')
  })

  it('a changed manifest, also one that leads out of the backup', async () => {
    const path = join(backup, 'manifest.json')
    const text = await readFile(path, 'utf8')
    await writeFile(path, text.replace('"cases": 1', '"cases": 2'))
    await refuses('BACKUP_ALTERED')
    await writeFile(path, text.replace('"path": "kyc.db"', '"path": "../kyc.db"'))
    await refuses('NOT_A_BACKUP')
    await writeFile(path, text)
    await writeFile(join(backup, 'manifest.hmac'), '')
    await refuses('BACKUP_ALTERED')
  })

  it('a backup of a newer program', async () => {
    const path = join(backup, 'manifest.json')
    await writeFile(path, (await readFile(path, 'utf8')).replace('"format": 1', '"format": 2'))
    await refuses('BACKUP_TOO_NEW')
  })

  it('a folder that is none', async () => {
    backup = config.dataDir
    await refuses('NOT_A_BACKUP')
    backup = join(home, 'nowhere')
    await refuses('NOT_A_BACKUP')
  })

  it('without the master key, or with another one', async () => {
    config = { ...config, masterKey: { kind: 'given', key: new Uint8Array(32) } }
    await refuses('WRONG_MASTER_KEY')
    config = await emptyFolder(false)
    await refuses('NO_MASTER_KEY')
  })

  it('settings under which the data would lie elsewhere', async () => {
    config = { ...config, database: { kind: 'postgres', url: 'postgresql://127.0.0.1:1/none' } }
    await refuses('SETTINGS_DIFFER', /DATABASE_URL/)
    config = {
      ...(await emptyFolder()),
      engine: { kind: 'conductor', url: 'http://127.0.0.1:1', credentials: undefined },
    }
    await refuses('SETTINGS_DIFFER', /CONDUCTOR_SERVER_URL/)
    config = { ...(await emptyFolder()), documents: { kind: 's3', bucket: 'b', prefix: '' } }
    await refuses('SETTINGS_DIFFER', /DOCUMENTS_URL/)
  })
})

describe('a folder to restore into', () => {
  it('has to be empty', async () => {
    const config = await emptyFolder()
    await writeFile(join(config.dataDir, 'kyc.db'), '')
    await expect(restore(config, made, undefined)).rejects.toMatchObject({ code: 'FOLDER_NOT_EMPTY' })
    const other = await emptyFolder()
    await mkdir(join(other.dataDir, 'documents'))
    await writeFile(join(other.dataDir, 'documents', 'one'), '')
    const elsewhere: Config = { ...(await emptyFolder()), documents: other.documents }
    await expect(restore(elsewhere, made, undefined)).rejects.toMatchObject({ code: 'FOLDER_NOT_EMPTY' })
  })

  it('serves nobody while a restore has not come to its end', async () => {
    const config = await emptyFolder()
    await mkdir(join(config.dataDir, '.restoring'))
    await expect(restore(config, made, undefined)).rejects.toMatchObject({ code: 'RESTORE_UNFINISHED' })
    const start = createServer(config, { log: createLog('silent'), pages: join(home, 'no-pages') })
    await expect(start).rejects.toMatchObject({ code: 'RESTORE_UNFINISHED' })
  })
})

describe('what was erased since', () => {
  it('is erased again when an export of the trail tells of it', async () => {
    const original = await emptyFolder()
    await restore(original, made, undefined)
    const before = join(home, 'before-erasure')
    await backUp(original, before)
    const trail = join(home, 'trail.jsonl')
    await withFoundation(original, async ({ store }) => {
      await addCase(store)
      const actor = { type: 'service', id: 'retention', roles: ['service'] } as const
      expect(await store.eraseCase({ actor, caseId: filled.caseId, rule: 'DRAFT_EXPIRED' })).toMatchObject({ ok: true })
      await writeFile(trail, store.exportAudit())
    })
    const config = await emptyFolder()
    expect(await restore(config, before, trail)).toMatchObject({ erased: 1 })
    await withFoundation(config, async ({ store }) => {
      expect(await store.loadDraft(filled.caseId)).toMatchObject({ ok: false, error: { code: 'CASE_ERASED' } })
    })
    expect(await readdir(join(config.dataDir, 'documents'), { recursive: true })).toHaveLength(1)
  })

  it('is not taken from the trail of another installation', async () => {
    const trail = join(home, 'other.jsonl')
    const record = '{"action":"case.erased","caseId":"x","prevHash":"00"}'
    await writeFile(trail, `{"hash":"${chainHash('00', record)}","record":${record}}\n`)
    await expect(restore(await emptyFolder(), made, trail)).rejects.toMatchObject({ code: 'ERASURES_FOREIGN' })
  })

  it('is not read out of an export that is cut off, or lacks a line, or has a changed one', async () => {
    const original = await emptyFolder()
    await restore(original, made, undefined)
    const trail = join(home, 'whole.jsonl')
    await withFoundation(original, ({ store }) => writeFile(trail, store.exportAudit()))
    const whole = await readFile(trail, 'utf8')
    const lines = whole.split('\n')
    const broken = [whole.slice(0, -20), lines.toSpliced(1, 1).join('\n'), whole.replace('"service"', '"staff"')]
    for (const text of broken) {
      await writeFile(trail, text)
      await expect(restore(await emptyFolder(), made, trail)).rejects.toMatchObject({ code: 'ERASURES_DAMAGED' })
    }
  })
})

it('docs/errors.md lists every code of a backup, and no other', () => {
  const text = readFileSync(new URL('../../../../docs/errors.md', import.meta.url), 'utf8')
  const section = /\n## Backups\n([^]*?)(\n## |$)/.exec(text)?.[1] ?? ''
  const codes = [...section.matchAll(/^\| `([A-Z_]+)`/gm)].map((found) => found[1])
  expect(codes.toSorted()).toEqual(Object.keys(backupWaysOut).toSorted())
})
