/** Erasures that a backup does not know of yet, out of an export of the audit trail of the same installation. */
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { chainHash } from '@gatehouse/kyc/store'
import { z } from 'zod'
import { BackupError } from './backup-error.ts'

export interface Erasure {
  readonly caseId: string
  readonly rule: string
}

const LineSchema = z.looseObject({
  hash: z.string(),
  record: z.looseObject({
    prevHash: z.string(),
    action: z.string(),
    caseId: z.string().optional(),
    reasonCode: z.string().optional(),
  }),
})

/** Signed heads stand at the end. */
const HeadSchema = z.looseObject({ checkpoint: z.looseObject({}) })

/**
 * Every erasure that the export tells of. It has to go on where the backup ends: the backup's newest record is in it. A
 * line that is cut off, left out or changed may have been an erasure, so nothing is read out of such an export.
 * @param head hash of that record
 * @throws BackupError ERASURES_FOREIGN, ERASURES_DAMAGED
 */
export async function readErasures(file: string, head: string | null): Promise<readonly Erasure[]> {
  const erasures: Erasure[] = []
  let goesOn = head === null
  let before: string | undefined
  let number = 0
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    number += 1
    const value = parsed(line)
    if (line.trim() === '' || HeadSchema.safeParse(value).success) continue
    const found = LineSchema.safeParse(value)
    if (!found.success || !follows(found.data, line, before))
      throw new BackupError('ERASURES_DAMAGED', `Line ${number} of ${file} does not follow from the one before it.`)
    const { hash, record } = found.data
    before = hash
    goesOn ||= hash === head
    if (record.action === 'case.erased' && record.caseId !== undefined)
      erasures.push({ caseId: record.caseId, rule: record.reasonCode ?? 'ERASED_BEFORE_RESTORE' })
  }
  if (!goesOn) throw new BackupError('ERASURES_FOREIGN', `${file} does not hold the newest record of the backup.`)
  return erasures
}

/** An export may begin anywhere. The hash is of the text of the record, as it stands in the line. */
function follows({ hash, record }: z.infer<typeof LineSchema>, line: string, before: string | undefined): boolean {
  const text = line.trim().slice(`{"hash":"${hash}","record":`.length, -1)
  return (before === undefined || record.prevHash === before) && chainHash(record.prevHash, text) === hash
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
