/** Keeps the records in the database of the cases, and in memory between two looks. */
import type { Kysely } from 'kysely'
import type { z } from 'zod'
import type { AccessRecords, Grant, Target } from './records.ts'
import { AccessKeySchema, ApplicationSchema, GrantSchema, GroupSchema, UserSchema } from './records.ts'
import { RoleSchema } from './roles.ts'

export type AccessTables = {
  access_record: { kind: string; id: string; body: string }
}

const schemas = {
  applications: ApplicationSchema,
  keys: AccessKeySchema,
  users: UserSchema,
  groups: GroupSchema,
  roles: RoleSchema,
  grants: GrantSchema,
} as const
type Kind = keyof typeof schemas
type RecordOf<K extends Kind> = z.infer<(typeof schemas)[K]>

/** A change of one record; without a value it goes. */
export type AccessChange = {
  [K in Kind]: { readonly kind: K; readonly id: string; readonly value: RecordOf<K> | undefined }
}[Kind]

export interface AccessStore {
  migrate(): Promise<void>
  /** At most five seconds old: another server on the same database may have changed something. */
  read(): Promise<AccessRecords>
  /**
   * Changes follow one another. `decide` sees what is there now and answers what to change, all of it or nothing, and
   * what the caller is told; what it throws changes nothing.
   */
  change<T>(decide: (records: AccessRecords) => readonly [readonly AccessChange[], T]): Promise<T>
  /**
   * Takes all permissions about something that is no more, those of other spaces too: what is made later under its
   * name is another. Answers what stood and went, space by space.
   */
  forget(
    target: Target,
  ): Promise<readonly { readonly records: AccessRecords; readonly changes: readonly AccessChange[] }[]>
}

const freshMs = 5_000

/**
 * `space`: records of one are not seen from another. What anybody could write while no sign-in was asked for must not
 * open a server that asks for one.
 */
export function createAccessStore(
  db: Kysely<AccessTables>,
  { space, now }: { readonly space: string; readonly now: () => number },
): AccessStore {
  let known: { readonly at: number; readonly records: Promise<AccessRecords> } | undefined
  let last: Promise<unknown> = Promise.resolve()

  const readRows = () => db.selectFrom('access_record').selectAll().execute()
  const load = async (): Promise<AccessRecords> => toRecords(await readRows(), space)
  const read = (): Promise<AccessRecords> => {
    if (known === undefined || now() - known.at > freshMs) {
      const records = load().catch((error: unknown) => {
        known = undefined
        throw error
      })
      known = { at: now(), records }
    }
    return known.records
  }

  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const done = last.catch(() => {}).then(act)
    last = done
    return done
  }
  const write = async (into: string, changes: readonly AccessChange[]): Promise<void> => {
    await db.transaction().execute(async (transaction) => {
      for (const { kind, id, value } of changes) {
        const key = { kind: `${into}.${kind}`, id }
        if (value === undefined) {
          await transaction.deleteFrom('access_record').where('kind', '=', key.kind).where('id', '=', id).execute()
          continue
        }
        const body = JSON.stringify(value)
        // Another server on the same database may have made it since it was looked for.
        await transaction
          .insertInto('access_record')
          .values({ ...key, body })
          .onConflict((conflict) => conflict.columns(['kind', 'id']).doUpdateSet({ body }))
          .execute()
      }
    })
    known = undefined
  }

  return {
    async migrate() {
      await db.schema
        .createTable('access_record')
        .ifNotExists()
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('id', 'text', (column) => column.notNull())
        .addColumn('body', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('access_record_key', ['kind', 'id'])
        .execute()
    },
    read,
    change: (decide) =>
      inTurn(async () => {
        const [changes, answer] = decide(await load())
        await write(space, changes)
        return answer
      }),
    forget: (target) =>
      inTurn(async () => {
        const rows = await readRows()
        const spaces = new Set(rows.map(({ kind }) => kind.slice(0, kind.indexOf('.'))))
        const steps = [...spaces].flatMap((each) => {
          const records = toRecords(rows, each)
          const about = [...records.grants].filter(([, grant]) => isAbout(grant, target))
          const changes = about.map(([id]): AccessChange => ({ kind: 'grants', id, value: undefined }))
          return changes.length === 0 ? [] : [{ space: each, records, changes }]
        })
        for (const step of steps) await write(step.space, step.changes)
        return steps
      }),
  }
}

function isAbout({ target }: Grant, { type, id }: Target): boolean {
  return target.type === type && target.id === id
}

function toRecords(rows: readonly AccessTables['access_record'][], space: string): AccessRecords {
  const of = <K extends Kind>(kind: K): ReadonlyMap<string, RecordOf<K>> =>
    new Map(
      rows
        .filter((row) => row.kind === `${space}.${kind}`)
        // The schema of the kind parses to the record of the kind.
        .map((row) => [row.id, schemas[kind].parse(JSON.parse(row.body)) as RecordOf<K>]),
    )
  return {
    applications: of('applications'),
    keys: of('keys'),
    users: of('users'),
    groups: of('groups'),
    roles: of('roles'),
    grants: of('grants'),
  }
}
