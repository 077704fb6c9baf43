/** What goes with a user or an application that goes. */
import type { AccessChange } from './access-store.ts'
import type { AccessRecords } from './records.ts'

/** Changes that take somebody out of all groups, and take all permissions of its own. */
export function memberChanges({ groups, grants }: AccessRecords, userId: string): AccessChange[] {
  const left = [...groups.values()]
    .filter(({ members }) => members.includes(userId))
    .map((group): AccessChange => {
      const value = { ...group, members: group.members.filter((member) => member !== userId) }
      return { kind: 'groups', id: group.id, value }
    })
  const taken = [...grants]
    .filter(([, { subject }]) => subject.type === 'USER' && subject.id === userId)
    .map(([id]): AccessChange => ({ kind: 'grants', id, value: undefined }))
  return [...left, ...taken]
}
