// Keeps tags. The engine does nothing by them.

import type { Core } from '../runtime/core.ts'
import type { Tag, TaggedKind, Tags } from './tag.ts'

const rowPrefix = 'tags:'

export function createTags(core: Core): Tags {
  const kept = new Map<string, readonly Tag[]>()
  // Written by `replace` below.
  for (const { kind, name, body } of core.store.readDefinitions()) {
    if (kind !== 'setting' || !name.startsWith(rowPrefix) || body === null) continue
    kept.set(name.slice(rowPrefix.length), JSON.parse(body))
  }

  const of: Tags['of'] = (kind, name) => kept.get(`${kind}:${name}`) ?? []

  async function replace(kind: TaggedKind, name: string, tags: readonly Tag[]): Promise<void> {
    const id = `${kind}:${name}`
    if (tags.length === 0 && !kept.has(id)) return
    core.mustBeOpen()
    if (tags.length === 0) kept.delete(id)
    else kept.set(id, withoutRepeats(tags))
    const body = tags.length === 0 ? null : JSON.stringify(kept.get(id))
    await core.commits.add((batch) =>
      batch.definitions.push({ kind: 'setting', name: `${rowPrefix}${id}`, version: 0, body }),
    )
  }

  return {
    of,
    all: () => withoutRepeats([...kept.values()].flat()),
    replace,
    add: (kind, name, tags) => replace(kind, name, [...of(kind, name), ...tags]),
    remove(kind, name, tags) {
      const gone = new Set(tags.map(identity))
      return replace(
        kind,
        name,
        of(kind, name).filter((tag) => !gone.has(identity(tag))),
      )
    },
  }
}

function withoutRepeats(tags: readonly Tag[]): Tag[] {
  const byIdentity = new Map<string, Tag>()
  for (const tag of tags) if (!byIdentity.has(identity(tag))) byIdentity.set(identity(tag), tag)
  return [...byIdentity.values()]
}

function identity({ key, value }: Tag): string {
  return JSON.stringify([key, String(value)])
}
