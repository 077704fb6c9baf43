/**
 * Writes id and hash into the reference files after an edit: `node packages/kyc/scripts/seal-snapshots.ts`.
 * Loading refuses a file whose content differs from its seal, so an edit by accident never takes effect.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { sealSnapshot } from '../src/reference/snapshot.ts'

const folder = join(import.meta.dirname, '../src/reference/data')
const FileSchema = z.looseObject({ table: z.string(), source: z.string(), asOf: z.string(), data: z.unknown() })

for (const name of readdirSync(folder)) {
  const path = join(folder, name)
  const file = FileSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  const sealed = sealSnapshot(file.table, file.source, file.asOf, file.data)
  writeFileSync(path, `${JSON.stringify(sealed, null, 2)}\n`)
  process.stdout.write(`${sealed.id}\n`)
}
