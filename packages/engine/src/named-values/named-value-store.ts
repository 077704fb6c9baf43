// What can be done with the secrets and the values of the environment that workflows name.

/** The values given when the engine was opened and, under other names, those that callers have put in. */
export interface NamedValueStore {
  /** In order of the alphabet. */
  names(): string[]
  has(name: string): boolean
  /** NOT_FOUND. FORBIDDEN for a secret that was given at the opening: it is nobody's to read here. */
  get(name: string): string
  /**
   * On disk once it resolves; a value that is there is replaced. CONFLICT for a name given at the opening, whose value
   * would win; INVALID for a name that an expression could not hold, and for a secret when the engine has no cipher;
   * TOO_LARGE from 64 KiB on.
   */
  put(name: string, value: string): Promise<void>
  /** NOT_FOUND; CONFLICT for one given at the opening. */
  remove(name: string): Promise<void>
}
