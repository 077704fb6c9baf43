/** What came from a list's source, ready to be imported. */
import type { ListFile } from '../lists/list-input.ts'
import type { HttpValidators } from './snapshot.ts'

export interface Gathered {
  readonly files: readonly ListFile[]
  readonly validators: Readonly<Record<string, HttpValidators>>
  readonly publisherVersion?: string
}
