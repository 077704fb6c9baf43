/** A table from a short description: text and integers only, the same on both databases. */
import { type Kysely, sql } from 'kysely'

export interface TableSpec {
  /** names parted by spaces; `#` marks an integer (text otherwise), `?` a column that may be null */
  readonly columns: string
  readonly key: string
  readonly unique?: readonly string[]
  readonly index?: readonly string[]
}

export async function createTable(db: Kysely<unknown>, name: string, spec: TableSpec): Promise<void> {
  const list = (names: string) => sql.join(names.split(' ').map((column) => sql.ref(column)))
  const columns = spec.columns.split(' ')
  const parts = columns.map((column) => {
    const type = column.includes('#') ? sql`integer` : sql`text`
    return sql`${sql.ref(column.replace(/[#?]/g, ''))} ${type}${column.endsWith('?') ? sql`` : sql` not null`}`
  })
  parts.push(sql`primary key (${list(spec.key)})`)
  for (const unique of spec.unique ?? []) parts.push(sql`unique (${list(unique)})`)
  if (columns.includes('case_id') && name !== 'kyc_case') {
    parts.push(sql`foreign key (tenant_id, case_id) references kyc_case (tenant_id, case_id)`)
  }
  await sql`create table ${sql.table(name)} (${sql.join(parts)})`.execute(db)
  for (const [at, index] of (spec.index ?? []).entries()) {
    await sql`create index ${sql.ref(`${name}_index_${at + 1}`)} on ${sql.table(name)} (${list(index)})`.execute(db)
  }
}
