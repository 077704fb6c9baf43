/** `gatehouse users …`: accounts of staff. */
import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { parseRoles, staffRoles } from '../auth/staff.ts'
import type { Command } from './command.ts'
import { exitCodes, UsageError } from './command.ts'
import { withFoundation } from './open-parts.ts'

export const usersAdd: Command = {
  name: 'users add',
  usage: '--email ADDRESS --name NAME --roles ROLE[,ROLE]',
  summary: `Create a staff account and print its first password. Roles: ${staffRoles.join(', ')}.`,
  async run(args, context) {
    const { values } = parseArgs({
      args: [...args],
      options: { email: { type: 'string' }, name: { type: 'string' }, roles: { type: 'string' } },
    })
    const email = values.email ?? ''
    const name = values.name ?? ''
    if (!/^[^\s@]+@[^\s@]+$/.test(email) || name.trim() === '')
      throw new UsageError('An e-mail address and a name are needed.')
    const roles = parseRoles(values.roles ?? '')
    const asked = (values.roles ?? '').split(',').filter((word) => word.trim() !== '')
    if (roles.length === 0 || roles.length !== asked.length) throw new UsageError(`Roles are ${staffRoles.join(', ')}.`)
    return withFoundation(context, async ({ auth, store }) => {
      const known = (await auth.listStaff()).some((staff) => staff.email === email.toLowerCase())
      const password = newPassword()
      const staff = known ? undefined : await auth.createStaff({ email, name: name.trim(), roles, password })
      // Or somebody else has given it one at the same moment, with another password.
      if (staff === undefined)
        throw new Error(`${email} has an account already; "users password" gives it a new password.`)
      await store.recordAudit({
        actor: cliActor,
        action: 'STAFF_CREATED',
        object: { type: 'staff', id: staff.id },
        after: { roles: roles.join(',') },
      })
      context.out(`Created ${staff.email} (${roles.join(', ')}).\nPassword: ${password}`)
      return exitCodes.ok
    })
  },
}

export const usersPassword: Command = {
  name: 'users password',
  usage: '--email ADDRESS',
  summary: 'Give a staff account a new password and print it',
  async run(args, context) {
    const { values } = parseArgs({ args: [...args], options: { email: { type: 'string' } } })
    if (values.email === undefined) throw new UsageError('An e-mail address is needed.')
    const email = values.email.toLowerCase()
    return withFoundation(context, async ({ auth, store }) => {
      const staff = (await auth.listStaff()).find((person) => person.email === email)
      if (staff === undefined) throw new Error(`${email} has no account; "users add" creates one.`)
      const password = newPassword()
      await auth.setPassword(staff.id, password)
      await store.recordAudit({
        actor: cliActor,
        action: 'STAFF_PASSWORD_SET',
        object: { type: 'staff', id: staff.id },
      })
      context.out(`Password of ${staff.email}: ${password}`)
      return exitCodes.ok
    })
  },
}

export const usersList: Command = {
  name: 'users list',
  usage: '',
  summary: 'List staff accounts and their roles',
  async run(args, context) {
    parseArgs({ args: [...args], options: {} })
    return withFoundation(context, async ({ auth }) => {
      for (const staff of await auth.listStaff()) context.out(`${staff.email}\t${staff.roles.join(',')}\t${staff.name}`)
      return exitCodes.ok
    })
  },
}

export const cliActor = { type: 'service', id: 'command-line', roles: [] } as const

/** 100 random bits in groups that can be read out. */
function newPassword(): string {
  return (
    randomBytes(13)
      .toString('hex')
      .match(/.{1,6}/g) ?? []
  ).join('-')
}
