/** A cleared pair as the console shows it: with the entry of the list in force beside the one that was cleared. */
import type { GoodGuyRecord } from '@gatehouse/kyc/store'
import type { GoodGuy } from '@gatehouse/kyc/wire'
import type { StaffDirectory } from '../auth/staff-directory.ts'
import type { ListsInForce } from '../screening/lists-in-force.ts'

export async function toGoodGuy(
  record: GoodGuyRecord,
  inForce: ListsInForce | undefined,
  directory: StaffDirectory,
): Promise<GoodGuy> {
  const entity = inForce?.index.entity(`${record.listId}:${record.entryId}`)
  return {
    ...record,
    entryName: entity?.names[0]?.full ?? null,
    entryBinding: entity === undefined ? 'GONE' : entity.contentHash === record.entryHash ? 'SAME' : 'CHANGED',
    reasonCodes: [...record.reasonCodes],
    approvals: await Promise.all(record.approvals.map((id) => directory.find(id))),
    endedBy: record.endedBy === null ? null : await directory.find(record.endedBy),
  }
}
