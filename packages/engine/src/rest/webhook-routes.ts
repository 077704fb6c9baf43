/** Webhooks: `/api/metadata/webhook` keeps them; calls come in at `/webhook/{id}` and `/api/webhook/{id}`. */
import type { Engine } from '../api.ts'
import { isMap, type JsonMap } from '../model/json.ts'
import { webhookVerifiers, type WebhookInput } from '../webhooks/webhook.ts'
import {
  field,
  flag,
  mapOf,
  mismatch,
  object,
  oneOf,
  optionalWhole,
  type Read,
  readText,
  readWhole,
  text,
  UnreadableBody,
} from '../validation/wire-reader.ts'
import { empty, json, param, type Route, type RouteRequest } from './exchange.ts'
import { readBody } from './request-body.ts'
import { RequestError } from './request-error.ts'

/** null is a version here: any, or the newest. */
const versions = field<Record<string, number | null>>((value, path) => {
  if (!isMap(value)) throw mismatch('an object', value, path)
  const entries = Object.entries(value)
  return Object.fromEntries(
    entries.map(([name, version]) => [name, version === null ? null : readWhole(version, `${path}[${name}]`)]),
  )
})

const readParts = object<WebhookInput>({
  name: text,
  receiverWorkflowNamesToVersions: versions,
  workflowsToStart: versions,
  verifier: oneOf(...webhookVerifiers),
  headers: mapOf(readText),
  headerKey: text,
  secretKey: text,
  secretValue: text,
  toleranceSeconds: optionalWhole,
  deliveryIdHeader: text,
  acceptRepeats: flag,
  sourcePlatform: text,
})

const readId = object<{ id?: string }>({ id: text })

const readWebhook: Read<WebhookInput> = (value, path) => {
  const { verifier, ...rest } = readParts(value, path)
  if (verifier === undefined) throw new UnreadableBody(`verifier must be one of [${webhookVerifiers.join(', ')}]`)
  return { name: '', ...rest, verifier }
}

const webhookId = /^[\w.-]{1,100}$/

/** Clients may choose the id, which is a part of the address that is called. */
const readNewWebhook: Read<{ webhook: WebhookInput; id: string | undefined }> = (value, path) => {
  const webhook = readWebhook(value, path)
  const { id } = readId(value, path)
  if (id && !webhookId.test(id)) {
    throw new UnreadableBody('id may have letters, digits and _.- only, and at most 100 of them')
  }
  return { webhook, id: id || undefined }
}

export function webhookRoutes({ webhooks }: Engine): Route[] {
  const id = (request: RouteRequest) => param(request, 'id')
  return [
    {
      method: 'GET',
      path: '/api/metadata/webhook',
      summary: 'All webhooks',
      handle: () => json(webhooks.list()),
    },
    {
      method: 'POST',
      path: '/api/metadata/webhook',
      summary: 'Creates a webhook',
      async handle(request) {
        const { webhook, id: chosen } = readBody(request, readNewWebhook)
        return json(await webhooks.create(webhook, chosen))
      },
    },
    {
      method: 'GET',
      path: '/api/metadata/webhook/{id}',
      summary: 'One webhook',
      handle: (request) => json(webhooks.get(id(request))),
    },
    {
      method: 'PUT',
      path: '/api/metadata/webhook/{id}',
      summary: 'Replaces a webhook',
      async handle(request) {
        webhooks.get(id(request))
        return json(await webhooks.save(readBody(request, readWebhook), id(request)))
      },
    },
    {
      method: 'DELETE',
      path: '/api/metadata/webhook/{id}',
      summary: 'Removes a webhook',
      async handle(request) {
        await webhooks.remove(id(request))
        return empty()
      },
    },
    // Orkes' path, and that of Conductor OSS.
    ...['/webhook/{id}', '/api/webhook/{id}'].flatMap((path) => callRoutes(webhooks, path)),
  ]
}

function callRoutes(webhooks: Engine['webhooks'], path: string): Route[] {
  return [
    {
      method: 'GET',
      path,
      summary: 'Whether there is such a webhook: some senders ask before they send',
      handle(request) {
        webhooks.get(param(request, 'id'))
        return empty()
      },
    },
    {
      method: 'POST',
      path,
      summary: 'Takes a call: completes what waits for it, starts what it starts',
      async handle(request) {
        const { challenge } = await webhooks.receive(param(request, 'id'), {
          headers: request.headers,
          rawBody: rawBodyOf(request),
          payload: payloadOf(request),
        })
        return challenge === undefined ? empty() : json({ challenge })
      },
    },
  ]
}

function rawBodyOf({ rawBody, body }: RouteRequest): string {
  if (rawBody !== undefined) return rawBody
  if (body === undefined) return ''
  throw new RequestError(400, 'The signature of a body cannot be checked once it has been parsed')
}

/** JSON or a form; what is no map stands under `payload`. */
function payloadOf(request: RouteRequest): JsonMap {
  const { rawBody = '', headers } = request
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    return Object.fromEntries(new URLSearchParams(rawBody))
  }
  if (rawBody.trim() === '') return {}
  return readBody(request, readPayload)
}

const readPayload: Read<JsonMap> = (value) => (isMap(value) ? value : { payload: value })
