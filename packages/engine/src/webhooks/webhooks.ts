// Keeps webhooks, and brings their calls to the tasks that wait for them.

import type { Run, TaskRecord } from '../decider/run.ts'
import { EngineError } from '../errors.ts'
import type { EventHandlers } from '../event-handlers/event-handler.ts'
import { isTerminal } from '../model/status.ts'
import type { Core } from '../runtime/core.ts'
import type { Tags } from '../tags/tag.ts'
import { matchesPayload } from '../tasks/wait-for-webhook.ts'
import { checkCall, verifierGap } from './verify-call.ts'
import type { Webhook, WebhookCall, WebhookInput, WebhookOutcome, Webhooks } from './webhook.ts'

const rowPrefix = 'webhook:'
const hidden = '***'
/** Senders try again for days; and what was signed without a time is not taken twice for so long. */
const rememberedMs = 30 * 86_400_000
const forgottenEveryMs = 3_600_000

export function createWebhooks(
  core: Core,
  handlers: Pick<EventHandlers, 'forEvent' | 'publish'>,
  tags: Pick<Tags, 'replace'>,
  secretOf: (name: string) => string | undefined,
): Webhooks {
  const kept = new Map<string, Webhook>()
  // Written by `write` below.
  for (const { kind, name, body } of core.store.readDefinitions()) {
    if (kind !== 'setting' || !name.startsWith(rowPrefix) || body === null) continue
    kept.set(name.slice(rowPrefix.length), JSON.parse(body))
  }
  const waiting = watchWaitingTasks(core)
  /** Calls that are being taken: the same one may come twice at once. */
  const underWay = new Map<string, Promise<WebhookOutcome>>()
  let forgotAt = 0

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

  /** Ids of those that are on their way to the disk. */
  const beingMade = new Set<string>()

  const save = async (input: WebhookInput, id = core.ids()): Promise<Webhook> => {
    if (input.name === '') throw new EngineError('INVALID', 'A webhook needs a name.')
    const webhook: Webhook = { ...withKnownSecrets(input, kept.get(id)), id }
    // As shown by another webhook, or under another header: anybody could guess it.
    if ([webhook.secretValue, ...Object.values(webhook.headers ?? {})].includes(hidden)) {
      throw new EngineError('INVALID', `Webhook ${input.name} has ${hidden} in the place of a secret.`)
    }
    const gap = verifierGap(webhook)
    if (gap !== undefined) {
      throw new EngineError('INVALID', `Webhook ${input.name} with the verifier ${input.verifier} needs ${gap}.`)
    }
    await write(id, webhook)
    kept.set(id, webhook)
    return withoutSecrets(webhook)
  }

  return {
    async create(input, id = core.ids()) {
      if (kept.has(id) || beingMade.has(id)) throw new EngineError('CONFLICT', `A webhook with the id ${id} exists.`)
      beingMade.add(id)
      try {
        return await save(input, id)
      } finally {
        beingMade.delete(id)
      }
    },
    save,
    list: () => [...kept.values()].map(withoutSecrets),
    get: (id) => withoutSecrets(need(id)),
    async remove(id) {
      need(id)
      await Promise.all([write(id, undefined), tags.replace('webhook', id, [])])
      kept.delete(id)
    },
    async receive(id, call) {
      const webhook = need(id)
      core.mustBeOpen()
      const now = core.clock.now()
      const check = checkCall(webhook, call, secretOf, now)
      if (!check.ok) throw new EngineError('FORBIDDEN', check.why, { id })
      const keys = check.marks.map((mark) => `${id} ${mark}`)
      const same = keys.map((key) => underWay.get(key)).find((outcome) => outcome !== undefined)
      if (same) return { ...(await same), repeated: true }
      const challenge = challengeOf(webhook, call)
      if (challenge !== undefined) return { ...nothingDone, challenge }
      if (check.marks.some((mark) => core.store.hasWebhookCall(id, mark))) return { ...nothingDone, repeated: true }
      const outcome = take(webhook, call, check.marks, now)
      for (const key of keys) underWay.set(key, outcome)
      try {
        return await outcome
      } finally {
        for (const key of keys) underWay.delete(key)
      }
    },
  }

  /** What the call does and the note that it has been are one commit. */
  async function take(webhook: Webhook, call: WebhookCall, marks: readonly string[], now: number) {
    const [mark = core.ids()] = marks
    const completed = completeWaiting(core, waiting, webhook, call)
    // The sender may have been given a secret, and may name others that are none of its own.
    const payload = core.conceal(call.payload)
    const started = startWorkflows(core, webhook, payload, mark)
    const event = `webhook:${webhook.name}`
    const heard = handlers.forEvent(event).length > 0
    const written = [...completed.written, ...started.written]
    if (heard) written.push(handlers.publish(event, `${webhook.id}/${mark}`, payload))
    // A call that has failed in part is to come again; what it did does nothing the second time.
    if (started.failure === undefined && marks.length > 0) {
      const forgets = now - forgotAt > forgottenEveryMs
      if (forgets) forgotAt = now
      written.push(
        core.commits.add((batch) => {
          for (const one of marks) batch.webhookCalls.push({ webhook: webhook.id, mark: one, received: now })
          if (forgets) batch.forgottenCalls.push(now - rememberedMs)
        }),
      )
    }
    await Promise.all(written)
    if (started.failure !== undefined) throw started.failure
    return { completedTasks: completed.ids, startedWorkflows: started.ids, repeated: false }
  }
}

const nothingDone: WebhookOutcome = { completedTasks: [], startedWorkflows: [], repeated: false }

/** Slack asks once whether anybody is there. */
function challengeOf({ verifier }: Webhook, { payload }: WebhookCall): string | undefined {
  const { type, challenge } = payload
  return verifier === 'SLACK_BASED' && type === 'url_verification' && typeof challenge === 'string'
    ? challenge
    : undefined
}

/** Open WAIT_FOR_WEBHOOK tasks: their execution by their own id. */
function watchWaitingTasks(core: Core): Map<string, string> {
  const waiting = new Map<string, string>()
  for (const { id, workflowId } of core.store.openTasksOfType('WAIT_FOR_WEBHOOK')) waiting.set(id, workflowId)
  core.observeTask = (run, record) => {
    if (record.taskType !== 'WAIT_FOR_WEBHOOK') return
    if (isTerminal(record.status)) waiting.delete(record.id)
    else waiting.set(record.id, run.id)
  }
  return waiting
}

function completeWaiting(
  core: Core,
  waiting: Map<string, string>,
  webhook: Webhook,
  { payload }: WebhookCall,
): { readonly ids: string[]; readonly written: Promise<void>[] } {
  const ids: string[] = []
  const written: Promise<void>[] = []
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
    const update = { kind: 'update', taskId, update: resultOf(record, payload) } as const
    written.push(core.dispatch(run, update, `webhook ${webhook.name}`))
    core.commits.commitWithNext(run)
    ids.push(taskId)
  }
  return { ids, written }
}

/** Each of them once for a mark, however often the call comes. */
function startWorkflows(
  core: Core,
  { id, name: by, workflowsToStart = {} }: Webhook,
  input: WebhookCall['payload'],
  mark: string,
) {
  const ids: string[] = []
  const written: Promise<void>[] = []
  let failure: unknown
  for (const [name, version] of Object.entries(workflowsToStart)) {
    try {
      const { run, isNew } = core.starts.byRequest({
        name,
        ...(version ? { version } : {}),
        input,
        createdBy: `webhook ${by}`,
        source: 'webhook',
        idempotencyKey: `webhook:${id}:${mark}`,
        idempotencyStrategy: 'RETURN_EXISTING',
      })
      if (isNew) core.dispatcher.start(run, `webhook ${by}`)
      written.push(core.commits.whenWritten(run))
      core.commits.commitWithNext(run)
      ids.push(run.id)
    } catch (error) {
      failure = error
    }
  }
  return { ids, written, failure }
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
