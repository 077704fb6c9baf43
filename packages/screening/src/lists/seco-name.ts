/** SECO gives names as parts with spelling variants; this builds the whole names from them. */
import type { EntityName, NameKind, NameParts } from '../entity.ts'
import { defined } from './defined.ts'
import { isOtherScript, tidy } from './person-name.ts'
import { attributeOf, childrenOf, type XmlNode } from './read-xml.ts'

/** Variants of every part multiply; a name with more spellings than this says nothing new. */
const maxSpellings = 48

interface Part {
  readonly order: number
  readonly type: string
  readonly values: readonly string[]
  readonly variants: readonly { readonly group: string; readonly language: string | undefined; readonly text: string }[]
}

export function secoNames(identity: XmlNode, isMainIdentity: boolean): EntityName[] {
  return childrenOf(identity, 'name').flatMap((name) => {
    const kind = kindOf(name, isMainIdentity)
    const parts = partsOf(name)
    const base = combine(parts.map((part) => part.values)).map((texts) =>
      baseName(texts, parts, kind, attributeOf(name, 'lang')),
    )
    return [...base, ...spellings(parts, kind === 'primary' ? 'alias' : kind)].slice(0, maxSpellings)
  })
}

function kindOf(name: XmlNode, isMainIdentity: boolean): NameKind {
  if (attributeOf(name, 'quality') === 'low') return 'weak'
  const type = attributeOf(name, 'name-type')
  if (type === 'formerly-known-as') return 'former'
  return type === 'primary-name' && isMainIdentity ? 'primary' : 'alias'
}

/** Parts that share an order position are alternatives for it. */
function partsOf(name: XmlNode): Part[] {
  const byOrder = new Map<number, Part>()
  for (const node of childrenOf(name, 'name-part')) {
    const order = Number(attributeOf(node, 'order') ?? byOrder.size + 1)
    const earlier = byOrder.get(order)
    byOrder.set(order, {
      order,
      type: earlier?.type ?? attributeOf(node, 'name-part-type') ?? 'other',
      values: [...(earlier?.values ?? []), ...childrenOf(node, 'value').map((value) => value.text)],
      variants: [...(earlier?.variants ?? []), ...childrenOf(node, 'spelling-variant').map(variantOf)],
    })
  }
  return [...byOrder.values()].filter((part) => part.values.length > 0).sort((a, b) => a.order - b.order)
}

function variantOf(node: XmlNode): Part['variants'][number] {
  const language = attributeOf(node, 'lang')
  return { group: `${language}/${attributeOf(node, 'script')}`, language, text: node.text }
}

/** Variants of one language and script go together; a part without one keeps its base value. */
function spellings(parts: readonly Part[], kind: NameKind): EntityName[] {
  const groups = new Map(
    parts.flatMap((part) => part.variants.map(({ group, language }) => [group, language] as const)),
  )
  return [...groups].flatMap(([group, language]) => {
    const choices = parts.map((part) => {
      const variants = part.variants.filter((variant) => variant.group === group).map(({ text }) => text)
      return variants.length > 0 ? variants : part.values.slice(0, 1)
    })
    return combine(choices).map((texts) => {
      const full = tidy(texts.join(' '))
      return defined({ full, kind: isOtherScript(full) ? 'original' : kind, language })
    })
  })
}

function baseName(texts: readonly string[], parts: readonly Part[], kind: NameKind, language?: string): EntityName {
  const full = tidy(texts.join(' '))
  return defined({ full, kind, parts: typedParts(texts, parts), language })
}

const partFields: Readonly<Record<string, keyof NameParts>> = {
  'given-name': 'given',
  'further-given-name': 'middle',
  'father-name': 'father',
  'family-name': 'family',
  'maiden-name': 'maiden',
  title: 'title',
  suffix: 'suffix',
}

function typedParts(texts: readonly string[], parts: readonly Part[]): NameParts | undefined {
  const typed: Partial<Record<keyof NameParts, string>> = {}
  for (const [at, part] of parts.entries()) {
    const field = partFields[part.type]
    const text = texts[at]
    if (field !== undefined && text !== undefined)
      typed[field] = typed[field] === undefined ? text : `${typed[field]} ${text}`
  }
  return Object.keys(typed).length === 0 ? undefined : typed
}

/** One of each list, in every way, up to the cap. */
function combine(choices: readonly (readonly string[])[]): string[][] {
  if (choices.length === 0) return []
  return choices.reduce<string[][]>(
    (found, texts) => found.flatMap((start) => texts.map((text) => [...start, text])).slice(0, maxSpellings),
    [[]],
  )
}
