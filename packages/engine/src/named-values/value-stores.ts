// What callers do to named values, and the rules for it.

import { EngineError } from '../errors.ts'
import type { NamedValues, SecretCipher } from '../ports.ts'
import type { Core } from '../runtime/core.ts'
import type { Store } from '../store/store.ts'
import type { Tags } from '../tags/tag.ts'
import type { NamedValueStore } from './named-value-store.ts'
import { noCipher, StoredValues } from './stored-values.ts'

const mostBytes = 65_536

export function openSecrets(
  store: Store,
  given: NamedValues,
  cipher: SecretCipher | undefined,
  onDefect: (error: unknown, subject: string) => void,
): StoredValues {
  return new StoredValues({
    store,
    given,
    rowPrefix: 'secret:',
    open: cipher ? (name, text) => cipher.open(name, text) : noCipher,
    close: cipher ? (name, value) => cipher.seal(name, value) : noCipher,
    onDefect,
  })
}

export function openEnvironment(
  store: Store,
  given: NamedValues,
  onDefect: (error: unknown, subject: string) => void,
): StoredValues {
  const asItIs = (_name: string, value: string) => value
  return new StoredValues({ store, given, rowPrefix: 'environment:', open: asItIs, close: asItIs, onDefect })
}

export function createEnvironment(core: Core, values: StoredValues, tags: Tags): NamedValueStore {
  return createValueStore(core, values, {
    what: 'environment value',
    showsGiven: true,
    removed: (name) => tags.replace('environment', name, []),
  })
}

export function createSecrets(core: Core, values: StoredValues, tags: Tags): NamedValueStore {
  return createValueStore(core, values, {
    what: 'secret',
    showsGiven: false,
    removed: (name) => tags.replace('secret', name, []),
  })
}

function createValueStore(
  core: Core,
  values: StoredValues,
  rules: {
    readonly what: string
    readonly showsGiven: boolean
    readonly removed: (name: string) => Promise<void>
  },
): NamedValueStore {
  const { what } = rules
  const mustNotBeGiven = (name: string) => {
    if (!values.isGiven(name)) return
    throw new EngineError('CONFLICT', `The ${what} ${name} comes from the server's own settings, which win.`, { name })
  }
  const mustBeKept = (name: string) => {
    if (!values.isKept(name)) throw new EngineError('NOT_FOUND', `There is no ${what} ${name}.`, { name })
  }
  const write = async (name: string, value: string | undefined) => {
    core.mustBeOpen()
    const row = values.row(name, value)
    await core.commits.add((batch) => batch.definitions.push(row))
    // Not before: what workers were given must outlive a crash.
    values.set(name, value)
  }

  return {
    names: () => values.present(),
    has: (name) => values.isGiven(name) || values.isKept(name),
    get(name) {
      if (values.isGiven(name) && !rules.showsGiven) {
        const message = `The ${what} ${name} comes from the server's own settings and is not shown.`
        throw new EngineError('FORBIDDEN', message, { name })
      }
      if (!values.isGiven(name)) mustBeKept(name)
      const value = values.get(name)
      if (value !== undefined) return value
      const message = `The ${what} ${name} was kept under another key and cannot be read. Put it again.`
      throw new EngineError('CONFLICT', message, { name })
    },
    async put(name, value) {
      if (!/^[\w-]{1,200}$/.test(name)) {
        const message = `The name of a ${what} has 1 to 200 letters, digits, hyphens and underscores.`
        throw new EngineError('INVALID', message)
      }
      mustNotBeGiven(name)
      if (value === '') throw new EngineError('INVALID', `The ${what} ${name} needs a value.`, { name })
      if (Buffer.byteLength(value) > mostBytes) {
        throw new EngineError('TOO_LARGE', `The ${what} ${name} is longer than ${mostBytes} bytes.`, { name })
      }
      await write(name, value)
    },
    async remove(name) {
      mustNotBeGiven(name)
      mustBeKept(name)
      await write(name, undefined)
      await rules.removed(name)
    },
  }
}
