// Values that callers have put in, beside those given at the opening. They are read before anything runs, so that
// what is resolved, and what is searched for secrets, knows all of them from the first event on.

import { EngineError } from '../errors.ts'
import type { NamedValues } from '../ports.ts'
import type { DefinitionRow } from '../store/rows.ts'
import type { Store } from '../store/store.ts'

export interface StoredValuesOptions {
  readonly store: Pick<Store, 'readDefinitions'>
  /** What the rows' names start with. */
  readonly rowPrefix: string
  /** These win. */
  readonly given: NamedValues
  /** Throws when the text is none that `close` has made. */
  readonly open: (name: string, text: string) => string
  readonly close: (name: string, value: string) => string
  /** Told of a row that does not open. */
  readonly onDefect: (error: unknown, subject: string) => void
}

export class StoredValues implements NamedValues {
  private readonly options: StoredValuesOptions
  /** Undefined: it is there, and does not open. */
  private readonly kept = new Map<string, string | undefined>()
  private readonly replaced = new Map<string, string[]>()

  constructor(options: StoredValuesOptions) {
    this.options = options
    const { store, rowPrefix, onDefect } = options
    // Written as by `row` below.
    for (const { kind, name: rowName, body } of store.readDefinitions()) {
      if (kind !== 'setting' || !rowName.startsWith(rowPrefix) || body === null) continue
      const name = rowName.slice(rowPrefix.length)
      try {
        this.kept.set(name, options.open(name, body))
      } catch (error) {
        this.kept.set(name, undefined)
        onDefect(error, rowName)
      }
    }
  }

  get(name: string): string | undefined {
    return this.options.given.get(name) ?? this.kept.get(name)
  }

  /** Also of those that only have values of the past. */
  names(): string[] {
    const given = this.options.given.names()
    // Asked for each result that comes in.
    if (this.kept.size === 0 && this.replaced.size === 0) return given
    return [...new Set([...given, ...this.kept.keys(), ...this.replaced.keys()])]
  }

  former(name: string): readonly string[] {
    return this.replaced.get(name) ?? []
  }

  present(): string[] {
    return [...new Set([...this.options.given.names(), ...this.kept.keys()])].toSorted()
  }

  isGiven(name: string): boolean {
    return this.options.given.get(name) !== undefined
  }

  isKept(name: string): boolean {
    return this.kept.has(name)
  }

  /** The row that holds the value. Throws what `close` does. */
  row(name: string, value: string | undefined): DefinitionRow {
    const body = value === undefined ? null : this.options.close(name, value)
    return { kind: 'setting', name: `${this.options.rowPrefix}${name}`, version: 0, body }
  }

  /** What was there before stays known until the engine closes: whoever was given it may still send it back. */
  set(name: string, value: string | undefined): void {
    const before = this.kept.get(name)
    if (before !== undefined && before !== value) {
      this.replaced.set(name, [...new Set([...this.former(name), before])])
    }
    if (value === undefined) this.kept.delete(name)
    else this.kept.set(name, value)
  }
}

export const noCipher = (): never => {
  throw new EngineError('INVALID', 'This engine has no key to keep secrets under: it takes those it was given only.')
}
