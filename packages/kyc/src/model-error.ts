/**
 * What the pure half throws when it is handed data that it must not work with. The store has `KycError`: its codes are
 * answers to requests, these are mistakes of a deployment, and the browser has no use for the store's.
 */
export type ModelErrorCode = 'CURRENCY_NOT_EUR' | 'SNAPSHOT_SHAPE' | 'SNAPSHOT_HASH'

export class ModelError extends Error {
  readonly code: ModelErrorCode

  constructor(code: ModelErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'ModelError'
    this.code = code
  }
}
