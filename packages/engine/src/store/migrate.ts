// Brings a data file to the shape this version of the engine works with, and refuses one from a later version.

import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { EngineError } from '../errors.ts'
import type { Database } from './database.ts'

const folder = join(import.meta.dirname, 'migrations')

/** Runs every migration the file has not had, each in a transaction of its own. */
export function migrate(database: Database, file: string): void {
  const migrations = listMigrations()
  const latest = migrations.at(-1)?.number ?? 0
  const current = versionOf(database)
  if (current > latest) {
    throw new EngineError(
      'SCHEMA_TOO_NEW',
      `The data file ${file} has schema version ${current}; this version of Gatehouse knows versions up to ${latest}. Start the version that wrote it, or a later one.`,
      { file, found: current, known: latest },
    )
  }
  for (const { number, path } of migrations) {
    if (number <= current) continue
    database.exec(`BEGIN IMMEDIATE;\n${readFileSync(path, 'utf8')}\nPRAGMA user_version = ${number};\nCOMMIT;`)
  }
}

/** The schema version that this version of the engine works with. */
export function latestVersion(): number {
  return listMigrations().at(-1)?.number ?? 0
}

export function versionOf(database: Database): number {
  return Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0)
}

function listMigrations(): { readonly number: number; readonly path: string }[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}-.*\.sql$/.test(name))
    .sort()
    .map((name) => ({ number: Number(name.slice(0, 4)), path: join(folder, name) }))
}
