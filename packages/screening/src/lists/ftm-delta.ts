/**
 * FollowTheMoney deltas: a stored version and the operations since make the next version, without fetching the whole
 * list again.
 */
import { ListError } from './list-error.ts'
import type { ListFile } from './list-input.ts'
import { isObject, readJsonLines, textOf } from './read-json-lines.ts'

interface DeltaOperations {
  /** Lines to put in place of, or to add to, what is there; by id. */
  readonly put: Map<string, string>
  readonly deleted: Set<string>
}

/**
 * The lines of the next version as a file: `base` without what the deltas delete, with what they change, and what they
 * add at the end. Deltas go in order of publication; the last one to speak of an entity wins.
 */
export async function applyFtmDeltas(
  base: ListFile,
  deltas: readonly ListFile[],
  target: { readonly listId: string; readonly name: string },
): Promise<ListFile> {
  const operations: DeltaOperations = { put: new Map(), deleted: new Set() }
  for (const delta of deltas) await readOperations(delta, target.listId, operations)
  return {
    name: target.name,
    open: async function* () {
      const encoder = new TextEncoder()
      const added = new Map(operations.put)
      for await (const { value } of readJsonLines(base, target.listId)) {
        const id = isObject(value) ? textOf(value['id']) : undefined
        if (id === undefined || operations.deleted.has(id)) continue
        const changed = added.get(id)
        added.delete(id)
        yield encoder.encode(`${changed ?? JSON.stringify(value)}\n`)
      }
      for (const line of added.values()) yield encoder.encode(`${line}\n`)
    },
  }
}

async function readOperations(file: ListFile, listId: string, operations: DeltaOperations): Promise<void> {
  for await (const { value, line } of readJsonLines(file, listId)) {
    const place = { list: listId, file: file.name, line }
    const operation = isObject(value) ? textOf(value['op']) : undefined
    const entity = isObject(value) && isObject(value['entity']) ? value['entity'] : undefined
    const id = textOf(entity?.['id'])
    if (entity === undefined || id === undefined) {
      throw new ListError('WRONG_FORMAT', place, 'a delta line needs op and entity with an id')
    }
    if (operation === 'DEL') {
      operations.put.delete(id)
      operations.deleted.add(id)
    } else if (operation === 'ADD' || operation === 'MOD') {
      operations.put.set(id, JSON.stringify(entity))
      operations.deleted.delete(id)
    } else throw new ListError('WRONG_FORMAT', place, `unknown operation ${operation ?? ''}: expected ADD, MOD or DEL`)
  }
}

/** Addresses of the deltas since the version held, oldest first, from a dataset's `delta.json`. */
export function deltasSince(index: unknown, heldVersion: string, listId: string): string[] {
  const versions = isObject(index) && isObject(index['versions']) ? index['versions'] : {}
  const ordered = Object.entries(versions)
    .map(([version, url]) => ({ version, url: textOf(url) }))
    .filter((entry): entry is { version: string; url: string } => entry.url !== undefined)
    // A version is its time and a random tail, so text order is time order.
    .sort((a, b) => (a.version < b.version ? -1 : 1))
  const held = ordered.findIndex(({ version }) => version === heldVersion)
  if (held < 0) {
    const known = ordered.map(({ version }) => version).join(', ')
    throw new ListError(
      'DELTA_CHAIN_BROKEN',
      { list: listId },
      `no delta follows version ${heldVersion}. Known: ${known}`,
    )
  }
  return ordered.slice(held + 1).map(({ url }) => url)
}
