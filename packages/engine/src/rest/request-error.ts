/** A request that is wrong in a way only the HTTP side sees: a missing parameter, an unknown route. */
export class RequestError extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.name = 'RequestError'
    this.status = status
  }
}
