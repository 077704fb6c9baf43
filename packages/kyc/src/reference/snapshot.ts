/** A versioned table of facts. Its id names table, date and content, so that a decision can name what it used. */
import { ModelError } from '../model-error.ts'
import { z } from 'zod'
import { canonicalHash } from '../canonical-json.ts'

export interface Snapshot<T> {
  readonly table: string
  /** `<table>@<asOf>#<first 12 digits of the hash>`. */
  readonly id: string
  readonly source: string
  /** Date of the facts, `YYYY-MM-DD`. */
  readonly asOf: string
  /** `sha256:…` over the canonical JSON of `data`. */
  readonly sha256: string
  readonly data: T
}

/** Gives data its hash and id. */
export function sealSnapshot<T>(table: string, source: string, asOf: string, data: T): Snapshot<T> {
  const sha256 = canonicalHash(data)
  return { table, id: `${table}@${asOf}#${sha256.slice(7, 19)}`, source, asOf, sha256, data }
}

/** Parses a stored snapshot. Throws ModelError when its shape is wrong or its content is not what was sealed. */
export function parseSnapshot<T>(schema: z.ZodType<T>, stored: unknown): Snapshot<T> {
  const parsed = z
    .strictObject({
      table: z.string(),
      id: z.string(),
      source: z.string(),
      asOf: z.string(),
      sha256: z.string(),
      data: z.unknown(),
    })
    .safeParse(stored)
  if (!parsed.success) throw new ModelError('SNAPSHOT_SHAPE', z.prettifyError(parsed.error), { cause: parsed.error })
  const data = schema.safeParse(parsed.data.data)
  if (!data.success) {
    throw new ModelError('SNAPSHOT_SHAPE', `Table ${parsed.data.table}: ${z.prettifyError(data.error)}`, {
      cause: data.error,
    })
  }
  const sealed = sealSnapshot(parsed.data.table, parsed.data.source, parsed.data.asOf, data.data)
  if (sealed.sha256 !== parsed.data.sha256 || sealed.id !== parsed.data.id) {
    throw new ModelError(
      'SNAPSHOT_HASH',
      `Table ${sealed.table} of ${sealed.asOf} has content ${sealed.sha256}, but claims ${parsed.data.sha256}. Seal it again if the change is wanted.`,
    )
  }
  return sealed
}
