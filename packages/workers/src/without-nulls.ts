/** Conductor hands a reference that leads nowhere over as null; that, and an empty text, is a value that is not given. */
export function withoutNulls(input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null && value !== ''))
}
