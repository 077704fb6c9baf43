/** Event handlers as cache entries, and the acts on them. */
import { queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import type { Json, JsonObject } from '../api/json.ts'
import { command, request } from '../api/request.ts'

const root = '/api/event'
const optionalText = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined)

export const handlerSchema = z.looseObject({
  name: z.string(),
  event: z.string().catch(''),
  condition: optionalText,
  evaluatorType: optionalText,
  active: z.boolean().catch(false),
  actions: z.array(z.looseObject({ action: z.string().catch('') })).catch([]),
})
export type EventHandler = z.infer<typeof handlerSchema>

/** Raw beside parsed, since saving must not lose what the console does not know. */
export interface StoredHandler {
  readonly handler: EventHandler
  readonly raw: unknown
}

export const handlersQuery = queryOptions({
  queryKey: ['event-handlers'],
  queryFn: async ({ signal }): Promise<readonly StoredHandler[]> => {
    const all = await request(root, z.array(z.unknown()), { signal })
    return all.map((raw) => ({ raw, handler: handlerSchema.parse(raw) }))
  },
  staleTime: 15_000,
})

/** @throws ApiError 400 with `fields` when invalid, 409 when a new one's name is taken */
export const saveHandler = (handler: unknown, isNew: boolean): Promise<void> =>
  command(root, { method: isNew ? 'POST' : 'PUT', body: handler })

export const deleteHandler = (name: string): Promise<void> =>
  command(`${root}/${encodeURIComponent(name)}`, { method: 'DELETE' })

export const freshHandler: JsonObject = {
  name: '',
  event: 'conductor:',
  condition: '',
  active: true,
  actions: [{ action: 'start_workflow', start_workflow: { name: '', input: {} } }],
}

export type Verdict =
  | { readonly kind: 'result'; readonly value: Json }
  | { readonly kind: 'error'; readonly text: string }

const trialSchema = z.object({
  status: z.string(),
  reasonForIncompletion: optionalText,
  tasks: z.array(
    z.object({
      reasonForIncompletion: optionalText,
      outputData: z.looseObject({ result: z.unknown() }).catch({ result: undefined }),
    }),
  ),
})

/** Runs the condition over a sample payload in the engine's own script sandbox; leaves no execution behind. */
export async function tryCondition(condition: string, payload: JsonObject): Promise<Verdict> {
  const name = 'condition'
  const trial = await request('/api/workflow/test', trialSchema, {
    method: 'POST',
    body: {
      name,
      workflowDef: {
        name,
        version: 1,
        ownerEmail: 'console@localhost.localdomain',
        tasks: [
          {
            name,
            taskReferenceName: name,
            type: 'INLINE',
            inputParameters: { ...payload, evaluatorType: 'javascript', expression: condition },
          },
        ],
      },
    },
  })
  const [task] = trial.tasks
  if (trial.status !== 'COMPLETED') {
    return { kind: 'error', text: task?.reasonForIncompletion ?? trial.reasonForIncompletion ?? trial.status }
  }
  // What came out of parsed JSON.
  return { kind: 'result', value: (task?.outputData.result ?? null) as Json }
}
