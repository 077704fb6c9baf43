// Large inputs and outputs kept outside of the data file, so that neither the file nor the answers grow with them.
// A file is on disk before the commit that names it, and is never changed: whatever a crash leaves behind is either
// whole and named, or named by nobody and swept away.

import type { Run } from '../decider/run.ts'
import { EngineError } from '../errors.ts'
import { isMap } from '../model/json.ts'
import type { JsonMap } from '../model/json.ts'
import type { NewId } from '../ports.ts'
import type { Batch } from '../store/rows.ts'
import type { Store } from '../store/store.ts'
import { noteOutside, outsidePathOf } from './outside.ts'
import type { PayloadHolder } from './outside.ts'
import type { PayloadFolder } from './payload-folder.ts'
import { isPayloadPath } from './payload-folder.ts'

/** From which size on a payload goes outside, in bytes. Conductor's: 5120 and 3072 KB. */
export interface PayloadThresholds {
  readonly workflowBytes: number
  readonly taskBytes: number
}

export const defaultThresholds: PayloadThresholds = { workflowBytes: 5120 * 1024, taskBytes: 3072 * 1024 }

/** Only what clients have stored themselves is outside. */
export const noThresholds: PayloadThresholds = { workflowBytes: Infinity, taskBytes: Infinity }

export type PayloadSide = 'input' | 'output'

/** A client that asked where to put a payload may take this long until it names it. */
const unclaimedMs = 24 * 3_600_000

export class Payloads {
  private readonly folder: PayloadFolder
  private readonly thresholds: PayloadThresholds
  private readonly store: Store
  private readonly newId: NewId
  /** Paths whose rows are on their way to the disk. */
  private readonly claimed = new Set<string>()

  constructor(parts: { folder: PayloadFolder; thresholds: PayloadThresholds; store: Store; newId: NewId }) {
    this.folder = parts.folder
    this.thresholds = parts.thresholds
    this.store = parts.store
    this.newId = parts.newId
  }

  /**
   * What the row of a value is to hold: its text, or nothing when that goes outside. Called when a row is written; the
   * batch gets what belongs to the same commit.
   */
  rowText(run: Run, holder: PayloadHolder, side: PayloadSide, value: JsonMap, batch: Batch): string {
    if (outsidePathOf(run.id, holder, value) !== undefined) return emptyText
    const text = JSON.stringify(value)
    if (!this.isTooLong(text, holder) || hidesFields(run) || (side === 'input' && namesSecrets(text))) return text
    const path = `${holder === 'task' ? 'task' : 'workflow'}/${side}/${this.newId()}.json`
    this.folder.write(path, text)
    noteOutside(run.id, holder, value, path)
    batch.payloads.push({ path, execution: run.row, holder, bytes: Buffer.byteLength(text) })
    return emptyText
  }

  /** The value of a row that says where it is. @throws EngineError INTERNAL when it is not there */
  stored(runId: string, holder: PayloadHolder, path: string): JsonMap {
    const value = this.parse(path)
    noteOutside(runId, holder, value, path)
    return value
  }

  /**
   * A value that a client has stored and now names, for a run to take. It stays where it is unless it is somebody
   * else's. INVALID when it is not there or is no map.
   */
  take(path: string): JsonMap {
    if (!isPayloadPath(path)) throw new EngineError('INVALID', `'${path}' is not the path of a payload.`, { path })
    if (this.folder.sizeOf(path) === undefined) {
      throw new EngineError('INVALID', `No payload is stored under ${path}. Upload it first.`, { path })
    }
    return this.parse(path)
  }

  /** Keeps a value that was taken where it is, when nobody else has it there. */
  keep(
    run: Run,
    holder: PayloadHolder,
    value: JsonMap,
    path: string,
    add: (change: (batch: Batch) => void) => void,
  ): void {
    if (hidesFields(run) || this.claimed.has(path) || this.store.hasPayload(path)) return
    this.claimed.add(path)
    noteOutside(run.id, holder, value, path)
    const bytes = this.folder.sizeOf(path) ?? 0
    add((batch) => batch.payloads.push({ path, execution: run.row, holder, bytes }))
  }

  /** Removes a payload that was not taken, unless somebody has it. */
  reject(path: string): void {
    if (!this.claimed.has(path) && !this.store.hasPayload(path)) this.folder.remove([path])
  }

  /** A new place for a payload. INVALID for a prefix that makes no path. */
  newPath(prefix: string): string {
    const path = `${prefix}${this.newId()}.json`
    if (isPayloadPath(path)) return path
    throw new EngineError('INVALID', `'${prefix}' cannot stand at the start of a payload's path.`, { path: prefix })
  }

  /** CONFLICT when something else is there. */
  write(path: string, text: string): void {
    if (!isPayloadPath(path)) throw new EngineError('INVALID', `'${path}' is not the path of a payload.`, { path })
    this.folder.write(path, text)
  }

  /** The text of a payload. NOT_FOUND when there is none. */
  read(path: string): string {
    const text = isPayloadPath(path) ? this.folder.read(path) : undefined
    if (text === undefined) throw new EngineError('NOT_FOUND', `No payload is stored under ${path}`, { path })
    return text
  }

  /** Removes the files of executions that are gone; a crash before it leaves them to the next sweep. */
  discard(paths: readonly string[]): void {
    for (const path of paths) this.claimed.delete(path)
    this.folder.remove(paths)
  }

  /** Removes what no execution has and nobody can be about to name. `now`: the file system's, epoch ms. */
  sweep(now: number): number {
    const files = this.folder.list()
    if (files.length === 0) return 0
    const owned = this.store.payloadPaths()
    const stray = files.filter(({ path, writtenAt }) => !owned.has(path) && writtenAt < now - unclaimedMs)
    this.folder.remove(stray.map(({ path }) => path))
    return stray.length
  }

  private isTooLong(text: string, holder: PayloadHolder): boolean {
    const limit = holder === 'task' ? this.thresholds.taskBytes : this.thresholds.workflowBytes
    // A character takes three bytes at most.
    return text.length * 3 > limit && Buffer.byteLength(text) > limit
  }

  private parse(path: string): JsonMap {
    const text = this.folder.read(path)
    if (text === undefined) {
      throw new EngineError('INTERNAL', `The payload ${path} is missing. Restore the latest backup.`, { path })
    }
    const value = parsed(text)
    if (!isMap(value)) throw new EngineError('INVALID', `The payload ${path} is not a JSON object.`, { path })
    return value
  }
}

const emptyText = '{}'

/** Whoever has the address of a payload reads all of it: a definition that hides fields keeps its payloads in the data file. */
function hidesFields(run: Run): boolean {
  return run.def.maskedFields.length > 0
}

/** Workers get secrets in the place of their names, which only what is handed out by the engine can hold. */
function namesSecrets(text: string): boolean {
  return text.includes('${workflow.secrets.')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
