/** `gatehouse keys …`: identities of machines that call the server. */
import { parseArgs } from 'node:util'
import { serviceScopes } from '../auth/service-keys.ts'
import type { Command } from './command.ts'
import { exitCodes, UsageError } from './command.ts'
import { withFoundation } from './open-parts.ts'
import { cliActor } from './users.ts'

export const keysAdd: Command = {
  name: 'keys add',
  usage: '--name NAME --scopes SCOPE[,SCOPE]',
  summary: `Create a key for a worker or another system and print its secret. Scopes: ${serviceScopes.join(', ')}.`,
  async run(args, context) {
    const { values } = parseArgs({ args: [...args], options: { name: { type: 'string' }, scopes: { type: 'string' } } })
    const words = (values.scopes ?? '')
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '')
    const scopes = serviceScopes.filter((scope) => words.includes(scope))
    const name = values.name?.trim() ?? ''
    if (name === '' || scopes.length === 0 || scopes.length !== words.length) {
      throw new UsageError(`A name and scopes are needed. Scopes are ${serviceScopes.join(', ')}.`)
    }
    return withFoundation(context, async ({ keys, store }) => {
      const { keyId, secret } = await keys.create({ name, scopes })
      await store.recordAudit({
        actor: cliActor,
        action: 'SERVICE_KEY_CREATED',
        object: { type: 'service_key', id: keyId },
        after: { scopes: scopes.join(',') },
      })
      context.out(`CONDUCTOR_AUTH_KEY=${keyId}\nCONDUCTOR_AUTH_SECRET=${secret}`)
      return exitCodes.ok
    })
  },
}

export const keysList: Command = {
  name: 'keys list',
  usage: '',
  summary: 'List the keys of machines. Secrets are not kept.',
  async run(args, context) {
    parseArgs({ args: [...args], options: {} })
    return withFoundation(context, async ({ keys }) => {
      for (const key of await keys.list())
        context.out(`${key.keyId}\t${key.scopes.join(',')}\t${key.createdAt}\t${key.name}`)
      return exitCodes.ok
    })
  },
}

export const keysRemove: Command = {
  name: 'keys remove',
  usage: 'KEY_ID',
  summary: 'Remove a key. Tokens made with it end within five seconds.',
  async run(args, context) {
    const { positionals } = parseArgs({ args: [...args], options: {}, allowPositionals: true })
    const [keyId] = positionals
    if (keyId === undefined) throw new UsageError('A key id is needed; "keys list" shows them.')
    return withFoundation(context, async ({ keys, store }) => {
      if (!(await keys.remove(keyId))) throw new Error(`There is no key ${keyId}.`)
      await store.recordAudit({
        actor: cliActor,
        action: 'SERVICE_KEY_REMOVED',
        object: { type: 'service_key', id: keyId },
      })
      context.out(`Removed ${keyId}.`)
      return exitCodes.ok
    })
  },
}
