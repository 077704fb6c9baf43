/** Rules for uploaded files, by what intake recorded about them. */
import type { DocumentRef } from '../contact.ts'
import { fieldError, type FieldError } from '../field-error.ts'
import type { ValidationContext } from './context.ts'

export function fileErrors(file: DocumentRef, path: string, context: ValidationContext): readonly FieldError[] {
  const errors: FieldError[] = []
  if (file.mediaType !== undefined && !context.policy.fileTypes.includes(file.mediaType)) {
    errors.push(fieldError('FILE_TYPE', path))
  }
  if ((file.sizeBytes ?? 0) > context.policy.maxFileBytes) errors.push(fieldError('FILE_TOO_LARGE', path))
  if (file.sizeBytes === 0) errors.push(fieldError('FILE_UNREADABLE', path))
  return errors
}
