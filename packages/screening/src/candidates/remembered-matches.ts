/** What recent searches for words found: names repeat, and half of a customer base are a few thousand words. */
import type { TokenMatches } from './token-dictionary.ts'

/** So many matches of words, at 12 bytes each, before the older half is forgotten. */
const mostMatches = 400_000
const mostWords = 30_000

export class RememberedMatches {
  #recent = new Map<string, TokenMatches>()
  #older = new Map<string, TokenMatches>()
  #matches = 0

  get(key: string): TokenMatches | undefined {
    const recent = this.#recent.get(key)
    if (recent !== undefined) return recent
    const older = this.#older.get(key)
    if (older !== undefined) this.#add(key, older)
    return older
  }

  set(key: string, found: TokenMatches): TokenMatches {
    this.#add(key, found)
    return found
  }

  #add(key: string, matches: TokenMatches): void {
    if (this.#matches > mostMatches || this.#recent.size >= mostWords) {
      this.#older = this.#recent
      this.#recent = new Map()
      this.#matches = 0
    }
    this.#matches += matches.size
    this.#recent.set(key, matches)
  }
}
