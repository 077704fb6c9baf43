import { describe, expect, it } from 'vitest'
import type { AccessChange } from './access-store.ts'
import type { AccessRecords } from './records.ts'
import { rightsChange } from './rights-change.ts'

const ann = { id: 'ann@bank.example', uuid: 'u-1', name: 'Ann', roles: ['USER'] }
const desk = { id: 'desk', description: '', roles: [], defaultAccess: {}, members: ['ann@bank.example'] }
const grant = {
  subject: { type: 'USER' as const, id: ann.id },
  target: { type: 'WORKFLOW_DEF' as const, id: 'payouts' },
  access: ['READ' as const],
}
const records: AccessRecords = {
  applications: new Map(),
  keys: new Map(),
  users: new Map([[ann.id, ann]]),
  groups: new Map([[desk.id, desk]]),
  roles: new Map([['readers', { name: 'readers', permissions: ['workflow-read'] }]]),
  grants: new Map([['g', grant]]),
}
const after = (...changes: AccessChange[]) => rightsChange([{ records, changes }])

describe('what the trail keeps of a change to access', () => {
  it('is the rights before and after, of what differs', () => {
    const permissions = ['workflow-read', 'workflow-run'] as const
    expect(after({ kind: 'roles', id: 'readers', value: { name: 'readers', permissions: [...permissions] } })).toEqual({
      before: { 'role readers: permissions': ['workflow-read'] },
      after: { 'role readers: permissions': permissions },
    })
    expect(after({ kind: 'users', id: ann.id, value: { ...ann, name: 'Ann B' } })).toEqual({})
    expect(rightsChange([])).toEqual({})
  })

  it('tells what went with somebody, and no address', () => {
    const change = after(
      { kind: 'users', id: ann.id, value: undefined },
      { kind: 'groups', id: 'desk', value: { ...desk, members: [] } },
      { kind: 'grants', id: 'g', value: undefined },
    )
    expect(change).toEqual({
      before: {
        'user u-1: roles': ['USER'],
        'group desk: members': ['u-1'],
        'USER u-1 on WORKFLOW_DEF payouts': ['READ'],
      },
      after: {
        'user u-1: roles': null,
        'group desk: members': [],
        'USER u-1 on WORKFLOW_DEF payouts': null,
      },
    })
    expect(JSON.stringify(change)).not.toContain('@')
  })

  it('knows somebody who comes with the same change', () => {
    const bob = { ...ann, id: 'bob@bank.example', uuid: 'u-2' }
    const change = after(
      { kind: 'users', id: bob.id, value: bob },
      { kind: 'groups', id: 'desk', value: { ...desk, members: [ann.id, bob.id] } },
    )
    expect(change.after).toEqual({ 'user u-2: roles': ['USER'], 'group desk: members': ['u-1', 'u-2'] })
  })

  it('shows the first and the last of several changes, and of keys no secret', () => {
    const key = { id: 'k', applicationId: 'a', secretHash: 'hash', status: 'ACTIVE' as const, createdAt: 1 }
    const made: AccessChange = { kind: 'keys', id: 'k', value: key }
    const switched: AccessChange = { kind: 'keys', id: 'k', value: { ...key, status: 'INACTIVE' } }
    expect(
      rightsChange([
        { records, changes: [made] },
        { records: { ...records, keys: new Map([['k', key]]) }, changes: [switched] },
      ]),
    ).toEqual({
      before: { 'access key k of application a': null },
      after: { 'access key k of application a': 'INACTIVE' },
    })
  })
})
