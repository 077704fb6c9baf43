/** Names of customers taken apart once, each distinct word held once: looking for them again costs no parsing. */
import type { SearchedName } from '../candidates/find-candidates.ts'
import type { NameDomain } from '../names/name-information.ts'
import { parseName } from '../names/parse-name.ts'
import type { NameToken } from '../names/parsed-name.ts'
import { domainsOfKind } from '../scoring/name-domain.ts'
import type { CustomerStore } from './customer-store.ts'

const domains: readonly NameDomain[] = ['person', 'organisation']

/** Every name of every customer, once for each way that it is read. */
export class CustomerNames {
  readonly #words: readonly NameToken[]
  readonly #wordIds: Uint32Array
  /** Where the words of a name begin in `#wordIds`, by name; one more than there are names. */
  readonly #wordStarts: Uint32Array
  readonly #bits: Float64Array
  /** Positions in `domains`. */
  readonly #domains: Uint8Array
  /** Where the names of a customer begin, by position; one more than there are customers. */
  readonly #nameStarts: Uint32Array

  constructor(store: CustomerStore) {
    const known = new Map<string, number>()
    const words: NameToken[] = []
    const wordIds: number[] = []
    const wordStarts = [0]
    const bits: number[] = []
    const readAs: number[] = []
    const nameStarts = new Uint32Array(store.count + 1)
    for (let position = 0; position < store.count; position++) {
      const { kind, names } = store.at(position).query
      for (const name of names) {
        for (const domain of domainsOfKind(kind)) {
          const parsed = parseName(name, domain)
          for (const token of parsed.tokens) {
            const key = keyOf(token)
            const id = known.get(key) ?? words.push(token) - 1
            known.set(key, id)
            wordIds.push(id)
          }
          wordStarts.push(wordIds.length)
          bits.push(parsed.bits)
          readAs.push(domains.indexOf(domain))
        }
      }
      nameStarts[position + 1] = bits.length
    }
    this.#words = words
    this.#wordIds = Uint32Array.from(wordIds)
    this.#wordStarts = Uint32Array.from(wordStarts)
    this.#bits = Float64Array.from(bits)
    this.#domains = Uint8Array.from(readAs)
    this.#nameStarts = nameStarts
  }

  /** Names of the customer at a position. */
  *of(position: number): Generator<SearchedName> {
    const end = this.#nameStarts[position + 1] ?? 0
    for (let name = this.#nameStarts[position] ?? 0; name < end; name++) {
      const ids = this.#wordIds.subarray(this.#wordStarts[name], this.#wordStarts[name + 1])
      yield {
        tokens: Array.from(ids, (id) => this.#words[id] as NameToken), // Ids of words that the constructor has kept.
        bits: this.#bits[name] as number,
        domain: domains[this.#domains[name] as number] ?? 'person',
      }
    }
  }
}

/** Everything of a word that a search asks for: not where it stands. */
function keyOf(token: NameToken): string {
  const { kind, script, native, bits, form, text, original, sounds } = token
  return `${kind}|${script}${native ? '+' : ''}|${bits}|${form ?? ''}|${text}|${original}|${String.fromCharCode(...sounds)}`
}
