/** Fields whose value may be undefined become optional, as exact optional properties want it. */
type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

/** The object without its undefined fields: lists leave most of them empty. */
export function defined<const T extends object>(fields: T): Defined<T> {
  const filled: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) filled[name] = value
  // Leaving out cannot be expressed in types; what is left is exactly the fields that have a value.
  return filled as Defined<T>
}
