// Keeps webhooks, and brings their calls to the tasks that wait for them.

import type { Workflows } from '../api.ts'
import type { Run, TaskRecord } from '../decider/run.ts'
import { EngineError } from '../errors.ts'
import { isTerminal } from '../model/status.ts'
import type { Core } from '../runtime/core.ts'
import { matchesPayload } from '../tasks/wait-for-webhook.ts'
import { isProven, verifierGap } from './verify-call.ts'
import type { Webhook, WebhookCall, WebhookInput, Webhooks } from './webhook.ts'

const rowPrefix = 'webhook:'
const hidden = '***'

export function createWebhooks(
  core: Core,
  workflows: Pick<Workflows, 'start'>,
  secretOf: (name: string) => string | undefined,
): Webhooks {
  const kept = new Map<string, Webhook>()
  // Written by `write` below.
  for (const { kind, name, body } of core.store.readDefinitions()) {
    if (kind !== 'setting' || !name.startsWith(rowPrefix) || body === null) continue
    kept.set(name.slice(rowPrefix.length), JSON.parse(body))
  }
  const waiting = watchWaitingTasks(core)

  const write = (id: string, webhook: Webhook | undefined) => {
    core.mustBeOpen()
    const body = webhook ? JSON.stringify(webhook) : null
    return core.commits.add((batch) =>
      batch.definitions.push({ kind: 'setting', name: `${rowPrefix}${id}`, version: 0, body }),
    )
  }
  const need = (id: string): Webhook => {
    const found = kept.get(id)
    if (found) return found
    throw new EngineError('NOT_FOUND', `There is no webhook with the id ${id}`, { id })
  }

  return {
    async save(input, id = core.ids()) {
      if (input.name === '') throw new EngineError('INVALID', 'A webhook needs a name.')
      const webhook: Webhook = { ...withKnownSecrets(input, kept.get(id)), id }
      const gap = verifierGap(webhook)
      if (gap !== undefined) {
        throw new EngineError('INVALID', `Webhook ${input.name} with the verifier ${input.verifier} needs ${gap}.`)
      }
      await write(id, webhook)
      kept.set(id, webhook)
      return withoutSecrets(webhook)
    },
    list: () => [...kept.values()].map(withoutSecrets),
    get: (id) => withoutSecrets(need(id)),
    async remove(id) {
      need(id)
      await write(id, undefined)
      kept.delete(id)
    },
    async receive(id, call) {
      const webhook = need(id)
      core.mustBeOpen()
      if (!isProven(webhook, call, secretOf)) {
        throw new EngineError('FORBIDDEN', 'The call does not carry the proof that this webhook asks for.', { id })
      }
      const completedTasks = await completeWaiting(core, waiting, webhook, call)
      const startedWorkflows: string[] = []
      for (const [name, version] of Object.entries(webhook.workflowsToStart ?? {})) {
        startedWorkflows.push(await workflows.start({ name, ...(version ? { version } : {}), input: call.payload }))
      }
      return { completedTasks, startedWorkflows }
    },
  }
}

/** Open WAIT_FOR_WEBHOOK tasks: their execution by their own id. */
function watchWaitingTasks(core: Core): Map<string, string> {
  const waiting = new Map<string, string>()
  for (const { id, type, workflowId } of core.store.readOpenTasks()) {
    if (type === 'WAIT_FOR_WEBHOOK') waiting.set(id, workflowId)
  }
  core.observeTask = (run, record) => {
    if (record.taskType !== 'WAIT_FOR_WEBHOOK') return
    if (isTerminal(record.status)) waiting.delete(record.id)
    else waiting.set(record.id, run.id)
  }
  return waiting
}

async function completeWaiting(
  core: Core,
  waiting: Map<string, string>,
  webhook: Webhook,
  { payload }: WebhookCall,
): Promise<string[]> {
  const completed: string[] = []
  // Those that wait now: what the call itself makes wait is for the next one.
  const candidates = [...waiting]
  for (const [taskId, workflowId] of candidates) {
    const run = core.cache.get(workflowId)
    const record = run?.tasks.get(taskId)
    if (!run || !record || isTerminal(record.status)) {
      waiting.delete(taskId)
      continue
    }
    if (!isFor(webhook, run) || !matchesPayload(record.input, payload)) continue
    await core.dispatch(run, { kind: 'update', taskId, update: resultOf(record, payload) }, `webhook ${webhook.name}`)
    completed.push(taskId)
  }
  return completed
}

function isFor({ receiverWorkflowNamesToVersions: receivers = {} }: Webhook, run: Run): boolean {
  if (!Object.hasOwn(receivers, run.def.name)) return false
  const version = receivers[run.def.name]
  return !version || version === run.def.version
}

function resultOf(record: TaskRecord, payload: WebhookCall['payload']) {
  return {
    status: 'COMPLETED',
    output: { ...record.output, ...payload },
    reason: undefined,
    workerId: undefined,
    callbackAfterSeconds: 0,
    subWorkflowId: undefined,
  } as const
}

function withoutSecrets(webhook: Webhook): Webhook {
  const { headers, secretValue } = webhook
  return {
    ...webhook,
    ...(headers
      ? { headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, hide(value)])) }
      : {}),
    ...(secretValue === undefined ? {} : { secretValue: hide(secretValue) }),
  }
}

/** The name of a secret is none itself. */
function hide(value: string): string {
  return /^\$\{workflow\.secrets\.[^}]+\}$/.test(value) ? value : hidden
}

/** What comes back as it was shown stays as it is. */
function withKnownSecrets(input: WebhookInput, known: Webhook | undefined): WebhookInput {
  const { headers, secretValue } = input
  const keep = (value: string, before: string | undefined) =>
    value === hidden && before !== undefined ? before : value
  return {
    ...input,
    ...(headers
      ? {
          headers: Object.fromEntries(
            Object.entries(headers).map(([name, value]) => [name, keep(value, known?.headers?.[name])]),
          ),
        }
      : {}),
    ...(secretValue === undefined ? {} : { secretValue: keep(secretValue, known?.secretValue) }),
  }
}
