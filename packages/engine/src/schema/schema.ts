// Schemas as they are kept, and what can be asked about them.

import type { SchemaDef } from '../model/definition.ts'

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
