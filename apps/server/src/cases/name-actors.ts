import type { StaffDirectory } from '../auth/staff-directory.ts'

interface NamedActor {
  readonly type: string
  readonly id: string
  readonly name: string
}

/** Gives actors of the trail a name that people know: staff by their account, everyone else by what they are. */
export async function toActorNamer(
  directory: StaffDirectory,
): Promise<(actor: { readonly type: string; readonly id: string }) => NamedActor> {
  const names = new Map((await directory.all()).map((person) => [person.id, person.name]))
  return ({ type, id }) => ({ type, id, name: names.get(id) ?? id })
}
