// Keeps schemas by name and version. Definitions name them; an execution holds those that were in force at its start.

import type { SchemaDef } from '../model/definition.ts'
import { EngineError } from '../errors.ts'
import type { Core } from '../runtime/core.ts'
import type { DefinitionRow } from '../store/rows.ts'

export interface RegisteredSchema extends SchemaDef {
  readonly version: number
  readonly type: NonNullable<SchemaDef['type']>
  /** Epoch ms; `updateTime` is 0 until it is replaced. */
  readonly createTime: number
  readonly updateTime: number
}

export interface Schemas {
  /**
   * Keeps them, all or none; one with the same name and version is replaced. Without a version it is 1.
   * `newVersion`: each gets the version after the newest of its name instead.
   */
  save(schemas: readonly SchemaDef[], options?: { readonly newVersion?: boolean }): Promise<void>
  /** By name, then version. */
  list(): RegisteredSchema[]
  /** Without a version: the newest. NOT_FOUND. */
  get(name: string, version?: number): RegisteredSchema
  /** Without a version: all of them. NOT_FOUND when there is nothing to remove. */
  remove(name: string, version?: number): Promise<void>
}

export function createSchemas(core: Core): Schemas {
  const { registry } = core
  const write = (rows: readonly DefinitionRow[]) => core.commits.add((batch) => batch.definitions.push(...rows))
  const need = (name: string, version?: number): RegisteredSchema => {
    const found = registry.schema(name, version)
    if (found) return found
    const which = version === undefined ? name : `${name}, version ${version}`
    throw new EngineError('NOT_FOUND', `There is no schema ${which}`, { name, version })
  }

  return {
    async save(schemas, { newVersion = false } = {}) {
      core.mustBeOpen()
      schemas.forEach(mustBeNamed)
      const now = core.clock.now()
      const rows = schemas.map((schema) => {
        const newest = registry.schema(schema.name)
        const version = newVersion ? (newest?.version ?? 0) + 1 : schema.version || 1
        const replaced = registry.schema(schema.name, version)
        return registry.putSchema({
          ...schema,
          version,
          type: schema.type ?? 'JSON',
          createTime: replaced?.createTime ?? now,
          updateTime: replaced ? now : 0,
        })
      })
      await write(rows)
    },
    list: () => registry.allSchemas(),
    get: need,
    async remove(name, version) {
      core.mustBeOpen()
      need(name, version)
      const going = registry
        .allSchemas()
        .filter((schema) => schema.name === name && (version === undefined || schema.version === version))
      await write(going.map((schema) => registry.removeSchema(name, schema.version)))
    },
  }
}

function mustBeNamed({ name, version = 1 }: SchemaDef): void {
  if (name === '') throw new EngineError('INVALID', 'A schema needs a name.')
  if (version < 0) throw new EngineError('INVALID', `Schema ${name} cannot have the version ${version}.`, { name })
}
