/** Why an index image cannot be used; the index is then built from its lists again. */

export type ImageErrorCode = 'IMAGE_DAMAGED' | 'IMAGE_OUTDATED' | 'IMAGE_NOT_AVAILABLE'

export class ImageError extends Error {
  readonly code: ImageErrorCode

  constructor(code: ImageErrorCode, message: string) {
    super(message)
    this.name = 'ImageError'
    this.code = code
  }
}
