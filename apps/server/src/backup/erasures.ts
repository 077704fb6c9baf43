/** Erasures that a backup does not know of yet, out of an export of the audit trail of the same installation. */
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { BackupError } from './backup-error.ts'

export interface Erasure {
  readonly caseId: string
  readonly rule: string
}

const LineSchema = z.looseObject({
  hash: z.string(),
  record: z.looseObject({
    action: z.string(),
    caseId: z.string().optional(),
    reasonCode: z.string().optional(),
  }),
})

/**
 * Every erasure that the export tells of. It has to go on where the backup ends: the backup's newest record is in it.
 * @param head hash of that record
 * @throws BackupError ERASURES_FOREIGN
 */
export async function readErasures(file: string, head: string | null): Promise<readonly Erasure[]> {
  const erasures: Erasure[] = []
  let goesOn = head === null
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    const found = LineSchema.safeParse(parsed(line))
    // Signed heads stand at the end, in another form.
    if (!found.success) continue
    const { hash, record } = found.data
    goesOn ||= hash === head
    if (record.action === 'case.erased' && record.caseId !== undefined)
      erasures.push({ caseId: record.caseId, rule: record.reasonCode ?? 'ERASED_BEFORE_RESTORE' })
  }
  if (!goesOn) throw new BackupError('ERASURES_FOREIGN', `${file} does not hold the newest record of the backup.`)
  return erasures
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
