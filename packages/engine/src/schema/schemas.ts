// Keeps schemas by name and version. Definitions name them; an execution holds those that were in force at its start.

import type { SchemaDef } from '../model/definition.ts'
import { EngineError } from '../errors.ts'
import type { Core } from '../runtime/core.ts'
import type { DefinitionRow } from '../store/rows.ts'
import type { RegisteredSchema, Schemas } from './schema.ts'

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
