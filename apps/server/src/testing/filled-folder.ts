/** A data folder with something of everything in it: cases with documents, executions with payloads outside, lists. */
import { join } from 'node:path'
import type { RawConfig } from '../config/config-keys.ts'
import type { Config } from '../config/config.ts'
import { parseConfig } from '../config/parse-config.ts'
import type { Foundation } from '../foundation.ts'
import { openFoundation } from '../foundation.ts'
import { createLog } from '../log.ts'
import { createServer } from '../server.ts'

export const applicant = { type: 'applicant', id: 'applicant', roles: ['applicant'] } as const
export const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3])

export interface FilledFolder {
  readonly config: Config
  readonly caseId: string
  readonly documentId: string
  readonly sessionToken: string
  readonly workflowId: string
}

/** Everything is closed again when this answers. */
export async function fillFolder(dataDir: string, raw: RawConfig = {}): Promise<FilledFolder> {
  const settings = { GATEHOUSE_DATA: dataDir, GATEHOUSE_PAYLOAD_KB: '1,1', GATEHOUSE_LISTS: '', PORT: '0', ...raw }
  const config = parseConfig(settings, dataDir)
  const workflowId = await startOneWithPayload(config)
  const added = await withFoundation(config, ({ store }) => addCase(store))
  return { config, workflowId, ...added }
}

export async function withFoundation<T>(config: Config, work: (foundation: Foundation) => Promise<T>): Promise<T> {
  const foundation = await openFoundation(config, () => new Date())
  try {
    return await work(foundation)
  } finally {
    await foundation.close()
  }
}

export async function addCase(store: Foundation['store']): Promise<Omit<FilledFolder, 'config' | 'workflowId'>> {
  const about = {
    locale: 'en',
    productCode: 'CURRENT_ACCOUNT',
    channel: 'REMOTE_DOC_LIVENESS',
    privacyNoticeVersion: '1',
  }
  const opened = await store.startApplication({ actor: applicant, ...about })
  if (!opened.ok) throw new Error(opened.error.message)
  const { caseId, sessionToken } = opened.value
  const file = { fileName: 'pass.png', mediaType: 'image/png', type: 'PASSPORT', bytes: png }
  const added = await store.addDocument({ actor: applicant, caseId, ...file })
  if (!added.ok) throw new Error(added.error.message)
  return { caseId, sessionToken, documentId: added.value.documentId }
}

async function startOneWithPayload(config: Config): Promise<string> {
  const server = await createServer(config, { log: createLog('silent'), pages: join(config.dataDir, 'no-pages') })
  try {
    await server.start()
    const { host } = new URL(server.urls.console)
    const post = (url: string, payload: object) =>
      server.app.inject({ method: 'POST', url, headers: { host }, payload })
    await post('/api/metadata/workflow', {
      name: 'waits',
      version: 1,
      tasks: [{ name: 'hand', taskReferenceName: 'hand', type: 'HUMAN' }],
    })
    const started = await post('/api/workflow', { name: 'waits', input: { text: 'x'.repeat(5_000) } })
    return started.body
  } finally {
    await server.stop()
  }
}
