/** The names of all entries as short integer arrays over a token dictionary. */
import { parseName } from '../names/parse-name.ts'
import type { NameToken } from '../names/parsed-name.ts'
import { tableOf, tokenAt } from '../names/token-table.ts'
import { domainOfSchema } from '../scoring/name-domain.ts'
import { type BucketIndex, BucketIndexBuilder } from './bucket-index.ts'
import type { EntityStore } from './entity-store.ts'
import { domainBit, indexTokens, TokenDictionary } from './token-dictionary.ts'
import { hashJoin, hashSkeleton, leastJoinSkeleton, skeletonsOf } from './token-keys.ts'

/** Everything about names that candidate search reads. All arrays are indexed by name id unless said otherwise. */
export interface NameStore {
  readonly dictionary: TokenDictionary
  /** Which entity a name belongs to, and which of its names it is. */
  readonly entityOf: Uint32Array
  readonly indexInEntity: Uint16Array
  /** Tokens of a name: `tokenIds` from `tokenStarts[name]` to `tokenStarts[name + 1]`. */
  readonly tokenStarts: Uint32Array
  readonly tokenIds: Uint32Array
  /** Bits of all tokens of a name. */
  readonly bits: Float32Array
  /** Names that hold a token (by token id): `postings` from `postingStarts[token]` on, by rising bits in steps of `bitsStep`. */
  readonly postingStarts: Uint32Array
  readonly postings: Uint32Array
  /** Neighbouring words of a name written as one. */
  readonly joins: BucketIndex
}

export function buildNameStore(entities: EntityStore): NameStore {
  const interned = new Map<string, number>()
  const tokens: NameToken[] = []
  const entityOf: number[] = []
  const indexInEntity: number[] = []
  const tokenStarts: number[] = [0]
  const tokenIds: number[] = []
  const bits: number[] = []
  const domains: number[] = []
  const joins = new BucketIndexBuilder()
  for (let entityIndex = 0; entityIndex < entities.count; entityIndex++) {
    const entity = entities.at(entityIndex)
    const domain = domainOfSchema(entity.schema)
    entity.names.forEach((name, nameIndex) => {
      const parsed = parseName(name.full, domain)
      if (parsed.tokens.length === 0) return
      const id = entityOf.length
      entityOf.push(entityIndex)
      indexInEntity.push(nameIndex)
      bits.push(parsed.bits)
      for (const token of parsed.tokens) {
        const tokenId = intern(token, interned, tokens)
        domains[tokenId] = (domains[tokenId] ?? 0) | domainBit[domain]
        tokenIds.push(tokenId)
      }
      tokenStarts.push(tokenIds.length)
      eachJoin(parsed.tokens, (text, sounds) => {
        joins.add(hashJoin(text), id)
        for (const skeleton of skeletonsOf(sounds)) {
          if (skeleton.length >= leastJoinSkeleton) joins.add(hashSkeleton(skeleton), id)
        }
      })
    })
  }
  const ids = Uint32Array.from(tokenIds)
  const starts = Uint32Array.from(tokenStarts)
  const nameBits = Float32Array.from(bits)
  return {
    dictionary: new TokenDictionary(tableOf(tokens, Uint8Array.from(domains)), indexTokens(tokens)),
    entityOf: Uint32Array.from(entityOf),
    indexInEntity: Uint16Array.from(indexInEntity),
    tokenStarts: starts,
    tokenIds: ids,
    bits: nameBits,
    ...invert(ids, starts, nameBits, tokens.length),
    joins: joins.build(),
  }
}

/** The words of a name put together again from the dictionary, without where they stood. */
export function storedTokens(store: NameStore, name: number): NameToken[] {
  const ids = store.tokenIds.subarray(store.tokenStarts[name], store.tokenStarts[name + 1])
  return Array.from(ids, (id) => tokenAt(store.dictionary.table, id))
}

function intern(token: NameToken, interned: Map<string, number>, tokens: NameToken[]): number {
  // Words that read alike may sound otherwise: Müller and Muller.
  const sounds = String.fromCharCode(...token.sounds)
  const key = `${sounds}|${token.kind}|${token.bits}|${token.text}|${token.script}${token.native ? '+' : ''}|${token.script === 'han' ? token.original : ''}|${token.form ?? ''}`
  const known = interned.get(key)
  if (known !== undefined) return known
  const id = tokens.length
  interned.set(key, id)
  tokens.push(token)
  return id
}

/** Two neighbouring words written as one, and three when the middle one is a particle. */
export function eachJoin(tokens: readonly NameToken[], visit: (text: string, sounds: Uint8Array) => void): void {
  for (let i = 0; i + 1 < tokens.length; i++) {
    const a = tokens[i]
    const b = tokens[i + 1]
    const c = tokens[i + 2]
    if (a === undefined || b === undefined || !joins(a) || !joins(b)) continue
    visit(a.text + b.text, concat(a.sounds, b.sounds))
    if (c !== undefined && joins(c) && (b.kind === 'particle' || a.kind === 'particle')) {
      visit(a.text + b.text + c.text, concat(concat(a.sounds, b.sounds), c.sounds))
    }
  }
}

function joins(token: NameToken): boolean {
  return token.kind !== 'number'
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length)
  joined.set(a)
  joined.set(b, a.length)
  return joined
}

function invert(
  ids: Uint32Array,
  starts: Uint32Array,
  bits: Float32Array,
  tokenCount: number,
): Pick<NameStore, 'postingStarts' | 'postings'> {
  const postingStarts = new Uint32Array(tokenCount + 1)
  for (const id of ids) postingStarts[id + 1] = (postingStarts[id + 1] as number) + 1
  for (let i = 0; i < tokenCount; i++)
    postingStarts[i + 1] = (postingStarts[i + 1] as number) + (postingStarts[i] as number)
  const next = postingStarts.slice(0, tokenCount)
  const postings = new Uint32Array(ids.length)
  for (const name of inBitsOrder(bits)) {
    for (let at = starts[name] as number; at < (starts[name + 1] as number); at++) {
      const id = ids[at] as number
      postings[next[id] as number] = name
      next[id] = (next[id] as number) + 1
    }
  }
  return { postingStarts, postings }
}

/** Names of so many bits more may come before one of fewer. */
export const bitsStep = 1 / 16

/** Names by rising bits, in steps; within a step by id. */
function inBitsOrder(bits: Float32Array): Uint32Array {
  const next = new Uint32Array(stepOf(bits.reduce((most, each) => Math.max(most, each), 0)) + 2)
  for (const each of bits) next[stepOf(each) + 1] = (next[stepOf(each) + 1] as number) + 1
  for (let i = 1; i < next.length; i++) next[i] = (next[i] as number) + (next[i - 1] as number)
  const order = new Uint32Array(bits.length)
  bits.forEach((each, name) => {
    const step = stepOf(each)
    order[next[step] as number] = name
    next[step] = (next[step] as number) + 1
  })
  return order
}

function stepOf(bits: number): number {
  return Math.floor(bits / bitsStep)
}
