/** Why a list was refused, with the place in the file where a person would look. */

export type ListErrorCode =
  /** A web page came back instead of the list. */
  | 'HTML_INSTEAD_OF_LIST'
  /** The bytes do not fit the declared or configured character set. */
  | 'WRONG_CHARSET'
  /** The file is no well-formed XML, CSV or JSON. */
  | 'MALFORMED'
  /** The file ends in the middle. */
  | 'TRUNCATED'
  /** Well-formed, but another kind of file than the one asked for. */
  | 'WRONG_FORMAT'
  /** A record lacks what every record must have. */
  | 'INVALID_ENTRY'
  | 'DUPLICATE_ENTRY'
  | 'EMPTY'
  /** The file declares another number of records than it holds. */
  | 'COUNT_MISMATCH'
  /** Lost more entries against the version in force than the limit allows. */
  | 'SHRUNK'
  | 'CANARY_FAILED'
  | 'MISSING_FILE'
  | 'TOO_LARGE'
  /** A delta does not start at the version held. */
  | 'DELTA_CHAIN_BROKEN'
  | 'FETCH_FAILED'
  | 'UNKNOWN_LIST'
  | 'UNKNOWN_SNAPSHOT'
  /** The stored bytes no longer have the recorded sha256. */
  | 'STORE_CORRUPT'
  | 'STORE_LOCKED'

export interface ListErrorPlace {
  readonly list: string
  readonly file?: string
  /** 1-based. */
  readonly line?: number
  /** 1-based, in characters. */
  readonly column?: number
  /** 0-based, in bytes of the decompressed file. */
  readonly offset?: number
}

/** Thrown by everything that reads, stores or fetches lists. `code` is stable; `message` names list, place and cause. */
export class ListError extends Error {
  override readonly name = 'ListError'
  readonly code: ListErrorCode
  readonly list: string
  readonly file: string | undefined
  readonly line: number | undefined
  readonly column: number | undefined
  readonly offset: number | undefined

  constructor(code: ListErrorCode, place: ListErrorPlace, reason: string, options?: ErrorOptions) {
    super(`List ${place.list}${describePlace(place)}: ${reason}`, options)
    this.code = code
    this.list = place.list
    this.file = place.file
    this.line = place.line
    this.column = place.column
    this.offset = place.offset
  }
}

function describePlace(place: ListErrorPlace): string {
  const parts = [
    place.file,
    place.line === undefined ? undefined : `line ${place.line}`,
    place.column === undefined ? undefined : `column ${place.column}`,
    place.offset === undefined ? undefined : `byte ${place.offset}`,
  ].filter((part) => part !== undefined)
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`
}
