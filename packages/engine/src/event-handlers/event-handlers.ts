// Event handlers: registered, kept, and run for every message that their event brings.
// A message waits on disk until a handler has dealt with it, so one that comes before its handler is not lost.

import type { Tasks, Workflows } from '../api.ts'
import { EngineError } from '../errors.ts'
import type { JsonMap } from '../model/json.ts'
import type { Core } from '../runtime/core.ts'
import type { DefinitionRow, MessageRow } from '../store/rows.ts'
import type { Tags } from '../tags/tag.ts'
import { actOn } from './actions.ts'
import type { EventHandler, EventHandlers } from './event-handler.ts'
import { decideCondition } from './condition.ts'
import { createEventHistory, executionId } from './read-event-history.ts'

const retryMs = { first: 1_000, most: 60_000 }

export function createEventHandlers(
  core: Core,
  workflows: Pick<Workflows, 'start' | 'terminate' | 'updateVariables' | 'get'>,
  tasks: Pick<Tasks, 'update'>,
  tags: Pick<Tags, 'replace'>,
): EventHandlers {
  const handlers = new Map<string, EventHandler>()
  // Written by `save` below.
  for (const { kind, name, body } of core.store.readDefinitions()) {
    if (kind === 'handler' && body !== null) handlers.set(name, JSON.parse(body))
  }
  /** Rows of messages that are being handled. */
  const underWay = new Set<number>()
  let nextRow = core.store.lastRows().message + 1

  const save = (name: string, handler: EventHandler | undefined) => {
    core.mustBeOpen()
    const row: DefinitionRow = {
      kind: 'handler',
      name,
      version: 0,
      body: handler ? JSON.stringify(handler) : null,
    }
    return core.commits.add((batch) => batch.definitions.push(row))
  }
  /** What is not handled when the engine closes is handled when it opens again. */
  const report = (error: unknown) => {
    if (!(error instanceof EngineError)) core.onDefect(error, 'event handlers')
  }
  const activeFor = (event: string) => [...handlers.values()].filter((one) => one.active && one.event === event)

  function accept(
    event: string,
    messageId: string,
    payload: JsonMap,
  ): { written: Promise<void>; tried: Promise<void> } {
    const row: MessageRow = {
      row: nextRow++,
      id: messageId,
      event,
      created: core.clock.now(),
      payload: JSON.stringify(payload),
    }
    const written = core.commits.add((batch) => batch.messages.push(row))
    // Handled only once it is on disk: an action must not be known where its cause is not.
    const tried = written.then(() => attempt(row))
    tried.catch(report)
    return { written, tried }
  }

  /** What could not be stored is tried again: a message is done with only once its actions are on disk. */
  async function attempt(message: MessageRow, tries = 0): Promise<void> {
    // A handler that is changed looks at all that waits, this one too: twice at once would be done twice.
    if (underWay.has(message.row)) return
    underWay.add(message.row)
    await handle(message)
      .catch((error: unknown) => {
        report(error)
        if (!(error instanceof EngineError) || error.code !== 'UNAVAILABLE' || !core.isOpen) return
        const delayMs = Math.min(retryMs.first * 2 ** tries, retryMs.most)
        core.clock.setAlarm(core.clock.now() + delayMs, () => void (core.isOpen && attempt(message, tries + 1)))
      })
      .finally(() => underWay.delete(message.row))
  }

  async function handle(message: MessageRow): Promise<void> {
    const active = activeFor(message.event)
    if (active.length === 0) return
    const payload: JsonMap = JSON.parse(message.payload)
    await Promise.all(active.map((handler) => runHandler(handler, message, payload)))
    await core.commits.add((batch) => batch.handledMessages.push(message.row))
  }

  async function runHandler(handler: EventHandler, message: MessageRow, payload: JsonMap): Promise<void> {
    const condition = await decideCondition(core.scripts, handler, payload)
    await Promise.all(
      handler.actions.map(async (action, index) => {
        const id = executionId(handler.name, message.id, index)
        if (core.store.readEventExecution(id)) return
        const result =
          condition.kind === 'holds'
            ? await actOn(action, { workflows, tasks, message, payload, id })
            : {
                status: condition.kind === 'fails' ? ('SKIPPED' as const) : ('FAILED' as const),
                output: condition.output,
              }
        await core.commits.add((batch) =>
          batch.eventExecutions.push({
            id,
            handler: handler.name,
            event: message.event,
            created: core.clock.now(),
            status: result.status,
            body: JSON.stringify({ action: action.action, messageId: message.id, output: result.output }),
          }),
        )
      }),
    )
  }

  function handleWaiting(event: string): void {
    for (const message of core.store.readWaitingMessages(event)) void attempt(message)
  }

  core.isHeard = (event) => activeFor(event).length > 0
  core.publish = (event, messageId, payload) => void accept(event, messageId, payload).written.catch(report)
  for (const event of new Set([...handlers.values()].map((handler) => handler.event))) {
    if (activeFor(event).length > 0) setImmediate(() => handleWaiting(event))
  }

  const forEvent: EventHandlers['forEvent'] = (event, { activeOnly = true } = {}) =>
    [...handlers.values()].filter((handler) => handler.event === event && (handler.active || !activeOnly))

  return {
    async add(handler) {
      if (handlers.has(handler.name)) {
        throw new EngineError('CONFLICT', `EventHandler with name ${handler.name} already exists!`)
      }
      handlers.set(handler.name, handler)
      await save(handler.name, handler)
      if (handler.active) handleWaiting(handler.event)
    },
    async update(handler) {
      if (!handlers.has(handler.name)) {
        throw new EngineError('NOT_FOUND', `EventHandler with name ${handler.name} not found!`)
      }
      handlers.set(handler.name, handler)
      await save(handler.name, handler)
      if (handler.active) handleWaiting(handler.event)
    },
    async remove(name) {
      if (!handlers.delete(name)) throw new EngineError('NOT_FOUND', `EventHandler with name ${name} not found!`)
      await Promise.all([save(name, undefined), tags.replace('event', name, [])])
    },
    get(name) {
      const found = handlers.get(name)
      if (found) return found
      throw new EngineError('NOT_FOUND', `EventHandler with name ${name} not found!`)
    },
    list: () => [...handlers.values()],
    forEvent,
    publish: (event, messageId, payload) => accept(event, messageId, payload).written,
    deliver: (event, messageId, payload) => accept(event, messageId, payload).tried,
    history: createEventHistory(core, (event) => forEvent(event, { activeOnly: false })),
  }
}
