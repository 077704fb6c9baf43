/** What a person is told when a list was refused: the place, the code, what stays in force, and the way out. */
import type { ListError, ListErrorCode } from '@gatehouse/screening'

/** @param inForce id of the version in force, if there is one */
export function describeListFailure(error: ListError, inForce: string | undefined): string {
  const stays = inForce === undefined ? 'No version is in force.' : `Version ${inForce} stays in force.`
  return `${error.message} [${error.code}]. ${stays} ${waysOut[error.code]}`
}

/** A new code does not compile until it has a way out. `docs/errors.md` lists the same codes; a test compares the two. */
export const waysOut: Readonly<Record<ListErrorCode, string>> = {
  HTML_INSTEAD_OF_LIST: 'A page came instead of the list: check the address, and whether a proxy answers for it.',
  WRONG_CHARSET: 'Name the character set of the file.',
  MALFORMED: 'Fetch the file again; if it is your own, correct that place.',
  TRUNCATED: 'Fetch the file again.',
  WRONG_FORMAT: 'Name the format that the file has.',
  INVALID_ENTRY: 'If the file is your own, correct that place; otherwise wait for the next edition.',
  DUPLICATE_ENTRY: 'Give each entry a key of its own.',
  EMPTY: 'Check the address; a list without entries is never taken.',
  COUNT_MISMATCH: 'Fetch the file again.',
  SHRUNK: 'If the publisher really removed them, import once with --max-shrink 100.',
  CANARY_FAILED: 'An entry that must be there is not: check the address and the edition before anything else.',
  MISSING_FILE: 'Put the file there, or make it readable.',
  TOO_LARGE: 'Check that it is the right file.',
  DELTA_CHAIN_BROKEN: 'The next update fetches the whole list.',
  FETCH_FAILED: 'Check address, network and HTTPS_PROXY; the server tries again by itself.',
  UNKNOWN_LIST: '"lists status" shows what there is.',
  UNKNOWN_SNAPSHOT: '"lists status --versions" shows what there is.',
  STORE_CORRUPT: 'Restore the data folder, or import the list again.',
  STORE_LOCKED: 'Try again when the other import has ended.',
}
