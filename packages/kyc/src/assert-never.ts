/** Makes a `switch` complete: a new member of a union does not compile until every switch names it. */
export function assertNever(value: never): never {
  throw new TypeError(`Unexpected value ${JSON.stringify(value)}`)
}
