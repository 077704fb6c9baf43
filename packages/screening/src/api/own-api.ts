/** `/v1`: screening in Gatehouse's own words. One function from request to response, for any web server to mount. */
import type { BatchSettings } from '../batch/batch-message.ts'
import { matchOptionsOf } from '../batch/match-options.ts'
import { type ListPurpose, splitEntityId } from '../entity.ts'
import { explainPair, type Language } from '../explain/explain-pair.ts'
import { ListError } from '../lists/list-error.ts'
import { deltaBetween } from '../versions/import-list.ts'
import type { ListStore } from '../versions/list-store.ts'
import { ApiError, type ApiRequest, type ApiResponse, type ApiState, ok } from './api-message.ts'
import { parseCustomer } from './customer.ts'
import { CustomerError } from './customer-error.ts'
import { integerOf, isRecord } from './parameters.ts'
import { toScreeningAnswer } from './screening-answer.ts'

const purposes: readonly ListPurpose[] = ['sanctions', 'pep', 'adverse-media', 'blacklist']
const mostHits = 500

/**
 * @param current what is in force now; undefined while nothing is loaded
 * @param store where versions of lists are kept
 */
export function createOwnApi(
  current: () => ApiState | undefined,
  store: ListStore,
): (request: ApiRequest) => Promise<ApiResponse> {
  return async (request) => {
    try {
      const state = current()
      if (state === undefined) throw new ApiError(503, 'No list is in force.')
      return await route(request, state, store)
    } catch (error) {
      return refusal(error)
    }
  }
}

async function route(request: ApiRequest, state: ApiState, store: ListStore): Promise<ApiResponse> {
  const [, , resource, listId, rest] = request.path.split('/')
  switch (`${request.method} ${resource ?? ''}${rest === undefined ? '' : `/${rest}`}`) {
    case 'POST screen':
      return answerScreen(request, state)
    case 'POST explain':
      return await answerExplain(request, state, store)
    case 'GET lists':
      return ok({ lists: await Promise.all(state.datasets.map(({ name }) => describeList(name, store))) })
    case 'GET lists/versions':
      return ok(await listVersions(published(decodeURIComponent(listId ?? ''), state), store))
    case 'GET deltas':
      return ok(await answerDelta(request.query, state, store))
    default:
      throw new ApiError(404, 'Not Found')
  }
}

/** Lists, purposes, bounds: what may stand in an address, since none of it is about a person. */
export function settingsOf(query: URLSearchParams, state: ApiState): BatchSettings {
  const lists = query.getAll('list').map((listId) => published(listId, state))
  const wanted = query.getAll('purpose').map((purpose) => {
    const known = purposes.find((each) => each === purpose)
    if (known === undefined) throw new ApiError(400, `purpose: one of ${purposes.join(', ')}.`)
    return known
  })
  const threshold = query.get('threshold')
  return {
    lists: lists.length > 0 ? lists : state.datasets.map(({ name }) => name),
    limit: integerOf(query, 'limit', 20, mostHits),
    ...(wanted.length === 0 ? {} : { purposes: wanted }),
    ...(threshold === null ? {} : { threshold: points(threshold) }),
  }
}

function points(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && value >= 0 && value <= 100) return value
  throw new ApiError(400, 'threshold: a number from 0 to 100.')
}

function published(listId: string, state: ApiState): string {
  if (state.datasets.some(({ name }) => name === listId)) return listId
  throw new ApiError(404, `No such list: ${listId.slice(0, 80)}`)
}

/** Version of each list in force, by list id. */
export function versionsOf(state: ApiState): ReadonlyMap<string, string> {
  return new Map(state.datasets.map(({ name, version }) => [name, version]))
}

function answerScreen(request: ApiRequest, state: ApiState): ApiResponse {
  const { index } = state
  const { id, query } = parseCustomer(request.body)
  const result = index.match(query, matchOptionsOf(settingsOf(request.query, state), index))
  const hits = result.hits.map(({ entity, ...hit }) => ({ ...hit, entityId: entity.id }))
  const versions = versionsOf(state)
  return ok({
    ...toScreeningAnswer(id, { ...result, hits }, index, versions),
    lines: { store: index.config.store, alert: index.config.alert },
    versions: Object.fromEntries(versions),
    indexVersion: index.version,
    matcherConfigId: index.matcherConfigId,
  })
}

async function answerExplain({ body }: ApiRequest, state: ApiState, store: ListStore): Promise<ApiResponse> {
  if (!isRecord(body)) throw new ApiError(400, 'An object is needed.')
  const { customer, entityId, listVersion, language = 'en' } = body
  if (typeof entityId !== 'string') throw new ApiError(400, 'entityId: the id of an entry is needed.')
  if (language !== 'en' && language !== 'de') throw new ApiError(400, 'language: en or de.')
  if (listVersion !== undefined && typeof listVersion !== 'string')
    throw new ApiError(400, 'listVersion: the id of a version.')
  const { query } = parseCustomer(customer)
  const listId = published(splitEntityId(entityId).listId, state)
  const version = listVersion ?? versionsOf(state).get(listId) ?? ''
  const isCurrent = version === versionsOf(state).get(listId)
  const entity = isCurrent ? state.index.entity(entityId) : await findEntity(store, listId, version, entityId)
  if (entity === undefined) throw new ApiError(404, `Version ${version} has no entry ${entityId.slice(0, 200)}.`)
  const listedText = await store.listedText(entity, version)
  const { config, matcherConfigId } = state.index
  const explained = explainPair(query, entity, config, language satisfies Language, version)
  const lines = { store: config.store, alert: config.alert }
  return ok({ entityId, ...explained, listedText: listedText ?? null, lines, listVersion: version, matcherConfigId })
}

async function findEntity(store: ListStore, listId: string, version: string, id: string) {
  for await (const entity of store.entities(listId, version)) if (entity.id === id) return entity
  return undefined
}

async function describeList(listId: string, store: ListStore) {
  const index = await store.index(listId)
  const { title, purposes, snapshotId, sha256, entryCount, fetchedAt, publishedAt, source, format, parserVersion } =
    await store.snapshot(listId)
  return {
    listId,
    title,
    purposes,
    version: snapshotId,
    sha256,
    entries: entryCount,
    fetchedAt,
    publishedAt: publishedAt ?? null,
    checkedAt: index?.checkedAt ?? fetchedAt,
    source,
    format,
    parserVersion,
    versions: index?.snapshots.length ?? 1,
  }
}

async function listVersions(listId: string, store: ListStore) {
  const index = await store.index(listId)
  const snapshots = index?.snapshots ?? []
  return {
    listId,
    current: index?.current ?? null,
    versions: snapshots.map(({ snapshotId, sha256, contentHash, entryCount, fetchedAt, publishedAt, ...rest }) => ({
      version: snapshotId,
      isInForce: snapshotId === index?.current,
      sha256,
      contentHash,
      entries: entryCount,
      fetchedAt,
      publishedAt: publishedAt ?? null,
      source: rest.source,
      format: rest.format,
      parserVersion: rest.parserVersion,
      files: rest.files,
      warnings: rest.warnings,
    })),
    changes: index?.changes ?? [],
  }
}

/** Without `from`: what the last change of the version in force brought. */
async function answerDelta(query: URLSearchParams, state: ApiState, store: ListStore) {
  const listId = published(query.get('list') ?? '', state)
  const index = await store.index(listId)
  const to = query.get('to') ?? index?.current ?? ''
  const from = query.get('from') ?? index?.changes.findLast((change) => change.to === to)?.from ?? to
  const delta = await deltaBetween(store, listId, from, to)
  const { added, changed, displayOnly, removed, merged } = delta
  return {
    ...delta,
    counts: {
      added: added.length,
      changed: changed.length,
      displayOnly: displayOnly.length,
      removed: removed.length,
      merged: merged.length,
    },
  }
}

function refusal(error: unknown): ApiResponse {
  if (error instanceof ApiError)
    return { status: error.status === 422 ? 400 : error.status, headers: {}, body: { detail: error.message } }
  if (error instanceof CustomerError) {
    const { code, path, message } = error
    return { status: 400, headers: {}, body: { detail: message, code, ...(path === undefined ? {} : { path }) } }
  }
  if (error instanceof ListError && (error.code === 'UNKNOWN_LIST' || error.code === 'UNKNOWN_SNAPSHOT'))
    return { status: 404, headers: {}, body: { detail: error.message, code: error.code } }
  throw error
}
