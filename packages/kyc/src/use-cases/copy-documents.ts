/** The files of one case for another that goes on from it. */
import type { Unit } from '../store/unit.ts'
import type { LoadedCase } from './case-rows.ts'

/** Sealed anew: every case has a key of its own, and the old one ends on its own day. */
export async function copyDocuments(unit: Unit, from: LoadedCase, to: LoadedCase): Promise<void> {
  const { ctx } = unit
  const documents = await unit.trx
    .selectFrom('kyc_document')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .where('case_id', '=', from.row.case_id)
    .execute()
  for (const document of documents) {
    const documentId = ctx.ids()
    const path = (id: string, part = '') => `document/${id}${part}`
    const bytes = from.cipher.openBytes(path(document.document_id), await ctx.blobs.get(document.blob))
    const reseal = (part: string, sealed: string) =>
      to.cipher.seal(path(documentId, part), from.cipher.open(path(document.document_id, part), sealed))
    await ctx.blobs.put(documentId, to.cipher.sealBytes(path(documentId), bytes))
    await unit.trx
      .insertInto('kyc_document')
      .values({
        ...document,
        case_id: to.row.case_id,
        document_id: documentId,
        blob: documentId,
        sha256_sealed: reseal('/sha256', document.sha256_sealed),
        name_sealed: reseal('/name', document.name_sealed),
      })
      .execute()
  }
}
