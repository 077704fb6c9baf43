/** Files of an applicant: recognised by content, sealed with the case key, read back only with an audit record. */
import { createHash } from 'node:crypto'
import type { Transaction } from 'kysely'
import type { StoreContext } from '../store/context.ts'
import { done, refuse } from '../store/outcome.ts'
import type { ApplicantUseCases, StoredDocument } from '../store/ports/applicant.ts'
import type { Database } from '../store/schema.ts'
import { write } from '../store/unit.ts'
import { type LoadedCase, lockCase } from './case-rows.ts'

const SIGNATURES: readonly (readonly [string, readonly number[]])[] = [
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
]

/** The media type by the first bytes, or null: the name and what the browser says prove nothing. */
function mediaTypeOf(bytes: Uint8Array): string | null {
  return SIGNATURES.find(([, signature]) => signature.every((byte, at) => bytes[at] === byte))?.[0] ?? null
}

export function addDocument(
  ctx: StoreContext,
  input: Parameters<ApplicantUseCases['addDocument']>[0],
): ReturnType<ApplicantUseCases['addDocument']> {
  return write(ctx, input.actor, async (unit) => {
    const loaded = await lockCase(unit, input.caseId)
    if (!loaded.ok) return loaded
    if (input.bytes.length > ctx.policy.maxFileBytes) {
      return refuse(
        'FILE_TOO_LARGE',
        `The file has ${input.bytes.length} bytes; at most ${ctx.policy.maxFileBytes} are taken`,
      )
    }
    const mediaType = mediaTypeOf(input.bytes)
    if (mediaType === null || mediaType !== input.mediaType)
      return refuse('FILE_TYPE', 'The file is no JPEG, PNG or PDF, or not what it says it is')
    const { cipher } = loaded.value
    const documentId = ctx.ids()
    const sha256 = createHash('sha256').update(input.bytes).digest('hex')
    // Written before the commit: a crash between the two leaves a sealed file that nobody refers to, never a row without its file.
    await ctx.blobs.put(documentId, cipher.sealBytes(`document/${documentId}`, input.bytes))
    await unit.trx
      .insertInto('kyc_document')
      .values({
        tenant_id: ctx.tenantId,
        case_id: input.caseId,
        document_id: documentId,
        blob: documentId,
        type: input.type,
        media_type: mediaType,
        size: input.bytes.length,
        // An unkeyed hash of a known file would tell that this person sent it.
        sha256_sealed: cipher.seal(`document/${documentId}/sha256`, sha256),
        name_sealed: cipher.seal(`document/${documentId}/name`, input.fileName),
        uploaded_at: unit.at,
      })
      .execute()
    unit.audit({
      action: 'document.added',
      object: { type: 'document', id: documentId },
      caseId: input.caseId,
      after: {
        sha256: { commitment: cipher.commit('sha256', sha256), ref: `document:${documentId}` },
        type: { value: input.type },
      },
    })
    return done({ documentId, sha256 })
  })
}

export function readDocument(
  ctx: StoreContext,
  input: Parameters<ApplicantUseCases['readDocument']>[0],
): ReturnType<ApplicantUseCases['readDocument']> {
  return write(ctx, input.actor, async (unit) => {
    const loaded = await lockCase(unit, input.caseId)
    if (!loaded.ok) return loaded
    const row = await unit.trx
      .selectFrom('kyc_document')
      .selectAll()
      .where('tenant_id', '=', ctx.tenantId)
      .where('case_id', '=', input.caseId)
      .where('document_id', '=', input.documentId)
      .executeTakeFirst()
    if (!row)
      return refuse('DOCUMENT_NOT_FOUND', `Document ${input.documentId} does not belong to case ${input.caseId}`)
    const sealed = await ctx.blobs.get(row.blob)
    const bytes = loaded.value.cipher.openBytes(`document/${row.document_id}`, sealed)
    unit.audit({
      action: 'document.read',
      object: { type: 'document', id: row.document_id },
      caseId: input.caseId,
      reasonCode: input.reason,
    })
    const fileName = loaded.value.cipher.open(`document/${row.document_id}/name`, row.name_sealed)
    return done({ fileName, mediaType: row.media_type, bytes: new Uint8Array(bytes) })
  })
}

export async function documentsOf(
  ctx: StoreContext,
  trx: Transaction<Database>,
  { row, cipher }: LoadedCase,
): Promise<readonly StoredDocument[]> {
  const rows = await trx
    .selectFrom('kyc_document')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .where('case_id', '=', row.case_id)
    .orderBy('uploaded_at')
    .execute()
  return rows.map((document) => ({
    documentId: document.document_id,
    type: document.type,
    fileName: cipher.open(`document/${document.document_id}/name`, document.name_sealed),
    mediaType: document.media_type,
    size: document.size,
    sha256: cipher.open(`document/${document.document_id}/sha256`, document.sha256_sealed),
    uploadedAt: document.uploaded_at,
  }))
}
