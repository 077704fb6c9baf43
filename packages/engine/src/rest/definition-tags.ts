/** Tags that come inside definitions. */
import type { Engine } from '../api.ts'
import type { TaggedKind } from '../tags/tag.ts'
import { readDefinitionTags } from '../validation/tag-reader.ts'
import type { RouteRequest } from './exchange.ts'
import { flagParam } from './parameters.ts'
import { readBody } from './request-body.ts'

/** Keeps the tags in the definitions of a body, once those are kept. */
export async function keepTagsOf(
  request: RouteRequest,
  kind: TaggedKind,
  { tags }: Pick<Engine, 'tags'>,
): Promise<void> {
  const found = readBody(request, readDefinitionTags)
  await Promise.all(
    found.map(({ name, tags: given, overwrite }) =>
      overwrite ? tags.replace(kind, name, given) : tags.add(kind, name, given),
    ),
  )
}

/** Puts its tags into a definition where a request asks for `metadata`, as Orkes' clients do. */
export function tagged(
  request: RouteRequest,
  kind: TaggedKind,
  { tags }: Pick<Engine, 'tags'>,
): (definition: { readonly name: string }) => object {
  const isAsked = flagParam(request, 'metadata', false)
  return (definition) => (isAsked ? { ...definition, tags: tags.of(kind, definition.name) } : definition)
}
