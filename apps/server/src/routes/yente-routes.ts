/** `/screening`: what clients of yente and OpenSanctions ask, answered from the lists in force. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { ListsInForce } from '../screening/lists-in-force.ts'
import { toYenteEntity } from '../screening/yente-entity.ts'
import { algorithmList, MatchBodySchema, matchExample, MatchQuerySchema } from '../screening/yente-match.ts'
import type { Parts } from './parts.ts'

const DatasetSchema = z.object({ dataset: z.string().max(64) })
const EntitySchema = z.object({ entityId: z.string().max(300) })

export function registerYenteRoutes(app: FastifyInstance, { lists, access }: Parts): void {
  const enter = (request: FastifyRequest, reply: FastifyReply) =>
    access.check(request, reply, { scope: 'screening', permission: 'screening.try' })

  app.get('/screening/healthz', async () => ({ status: 'ok' }))

  app.get('/screening/readyz', async (_request, reply) =>
    lists.current() === undefined ? reply.code(503).send({ detail: 'Index not ready.' }) : { status: 'ok' },
  )

  app.get('/screening/algorithms', async () => algorithmList)

  for (const path of ['/screening/catalog', '/screening/manifest']) {
    app.get(path, async (request, reply) => {
      await enter(request, reply)
      return toCatalog(lists.current())
    })
  }

  app.get('/screening/entities/:entityId', async (request, reply) => {
    await enter(request, reply)
    const { entityId } = EntitySchema.parse(request.params)
    const inForce = lists.current()
    const entity = inForce?.index.entity(entityId)
    if (inForce === undefined || entity === undefined) return reply.code(404).send({ detail: 'No such entity!' })
    return toYenteEntity(entity, seenAt(inForce, entity.listId))
  })

  app.post('/screening/match/:dataset', async (request, reply) => {
    await enter(request, reply)
    const parameters = MatchQuerySchema.safeParse(request.query)
    const body = MatchBodySchema.safeParse(request.body)
    if (!parameters.success || !body.success) {
      const error = parameters.error ?? body.error
      const issue = error?.issues[0]
      return reply.code(400).send({ detail: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'unreadable'}` })
    }
    const inForce = lists.current()
    if (inForce === undefined) return reply.code(503).send({ detail: 'Index not ready.' })
    const { dataset } = DatasetSchema.parse(request.params)
    const asked = listsOf(inForce, dataset, parameters.data.include_dataset, parameters.data.exclude_dataset)
    if (asked === undefined) return reply.code(404).send({ detail: `No such dataset: ${dataset}` })
    const responses = Object.entries(body.data.queries).map(([name, example]) => [
      name,
      matchExample(inForce.index, example, parameters.data, asked, (listId) => seenAt(inForce, listId)),
    ])
    return reply
      .header('x-batch-size', String(responses.length))
      .send({ responses: Object.fromEntries(responses), limit: parameters.data.limit })
  })
}

/** `default` stands for all lists; every list is a dataset by its id. */
function listsOf(
  { lists }: ListsInForce,
  dataset: string,
  include: readonly string[],
  exclude: readonly string[],
): ReadonlySet<string> | undefined {
  const isNamed = (names: readonly string[], listId: string) =>
    names.some((name) => name.toLowerCase() === listId.toLowerCase())
  const all = lists.map(({ listId }) => listId)
  const base = dataset === 'default' || dataset === 'all' ? all : all.filter((listId) => isNamed([dataset], listId))
  if (base.length === 0) return undefined
  return new Set(
    base.filter((listId) => (include.length === 0 || isNamed(include, listId)) && !isNamed(exclude, listId)),
  )
}

function seenAt({ lists }: ListsInForce, listId: string): string | undefined {
  return lists.find((list) => list.listId === listId)?.fetchedAt
}

function toCatalog(inForce: ListsInForce | undefined): object {
  const lists = inForce?.lists ?? []
  const datasets = lists.map(({ listId, title, snapshotId, checkedAt, entryCount }) => ({
    name: listId,
    title,
    version: snapshotId,
    updated_at: checkedAt.slice(0, 19),
    last_export: checkedAt.slice(0, 19),
    entity_count: entryCount,
    load: true,
    children: [],
  }))
  const names = lists.map(({ listId }) => listId)
  const all = { name: 'default', title: 'All lists in force', children: names, load: true }
  return { datasets: [...datasets, all], current: [...names, 'default'], outdated: [], index_stale: false }
}
