/** Reads tags: one, or a list of them, and those that come inside a definition. */
import { isMap } from '../model/json.ts'
import type { Tag } from '../tags/tag.ts'
import { field, list, object, type Read, readText, text, UnreadableBody } from './wire-reader.ts'

const scalar = field<Tag['value']>((value, path) => (isScalar(value) ? value : readText(value, path)))
const readParts = object<Tag>({ key: text, value: scalar, type: text })

const readTag: Read<Tag> = (value, path) => {
  const { key = '', ...rest } = readParts(value, path)
  if (key === '') throw new UnreadableBody(`${path === '' ? 'the tag' : path} must have a key`)
  return { key, value: '', ...rest }
}

const readTagList = list(readTag).read

export const readTags: Read<Tag[]> = (value, path) =>
  Array.isArray(value) ? readTagList(value, path) : [readTag(value, path)]

export interface DefinitionTags {
  readonly name: string
  readonly tags: readonly Tag[]
  /** Whether they take the place of those that are there. */
  readonly overwrite: boolean
}

/**
 * What definitions, one or a list, say of their tags: `tags`, and `overwriteTags` (default true). To Conductor OSS these
 * are unknown properties, so that what is no tag there is passed over.
 */
export const readDefinitionTags: Read<DefinitionTags[]> = (value) => {
  const definitions = Array.isArray(value) ? value : [value]
  return definitions.flatMap((definition): DefinitionTags[] => {
    if (!isMap(definition) || !Array.isArray(definition.tags)) return []
    const { name, tags, overwriteTags } = definition
    return [{ name: String(name), tags: tags.flatMap(tagsIn), overwrite: overwriteTags !== false }]
  })
}

function tagsIn(value: unknown): Tag[] {
  if (!isMap(value) || typeof value.key !== 'string' || value.key === '') return []
  const { key, value: given = '', type } = value
  return [{ key, value: isScalar(given) ? given : String(given), ...(typeof type === 'string' ? { type } : {}) }]
}

function isScalar(value: unknown): value is Tag['value'] {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}
