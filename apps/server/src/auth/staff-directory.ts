/** Names of staff by id, read again at most every few seconds: lists of cases show many of them. */
import type { PersonRef } from '@gatehouse/kyc/wire'
import { toPersonRef } from './staff.ts'
import type { StaffAuth } from './staff-auth.ts'

const freshMs = 5_000

export interface StaffDirectory {
  all(): Promise<readonly PersonRef[]>
  /** An id without an account, such as that of someone who left, keeps its id as its name. */
  find(id: string): Promise<PersonRef>
  forget(): void
}

export function createStaffDirectory(auth: StaffAuth, now: () => number): StaffDirectory {
  let known: { readonly at: number; readonly people: ReadonlyMap<string, PersonRef> } | undefined
  const people = async (): Promise<ReadonlyMap<string, PersonRef>> => {
    if (known === undefined || now() - known.at > freshMs) {
      const staff = await auth.listStaff()
      known = { at: now(), people: new Map(staff.map((person) => [person.id, toPersonRef(person)])) }
    }
    return known.people
  }
  return {
    all: async () => [...(await people()).values()],
    find: async (id) => (await people()).get(id) ?? { id, name: id, roles: [] },
    forget() {
      known = undefined
    },
  }
}
