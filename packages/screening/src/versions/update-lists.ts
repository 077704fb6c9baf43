/** Brings lists up to date from their sources, one after the other; a list that fails leaves the others alone. */
import { createReadStream } from 'node:fs'
import { access, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { ListError } from '../lists/list-error.ts'
import type { ListFile } from '../lists/list-input.ts'
import { type FetchRules, fetchListFile } from './fetch-list.ts'
import { gatherDataset } from './ftm-dataset.ts'
import type { Gathered } from './gathered.ts'
import { importList } from './import-list.ts'
import type { ImportResult } from './import-request.ts'
import { checkListId, type ListStore } from './list-store.ts'
import { describeSource, isAddress, type ListSource } from './list-source.ts'
import type { HttpValidators, ListSnapshot } from './snapshot.ts'

export interface UpdateRules extends FetchRules {
  /** ISO time; asked once a list, after fetching. */
  readonly now: () => string
  readonly by?: string
}

export type UpdateResult =
  | { readonly listId: string; readonly outcome: 'imported'; readonly result: ImportResult }
  | { readonly listId: string; readonly outcome: 'unchanged'; readonly snapshot: ListSnapshot }
  /** The version in force, if there is one, stays in force. */
  | { readonly listId: string; readonly outcome: 'failed'; readonly error: ListError }

export async function updateLists(
  store: ListStore,
  sources: readonly ListSource[],
  rules: UpdateRules,
): Promise<readonly UpdateResult[]> {
  const results: UpdateResult[] = []
  for (const source of sources) results.push(await updateList(store, source, rules))
  return results
}

/** Never throws for what a list can do to us; anything else, such as a full disk, is not a list's failure. */
export async function updateList(store: ListStore, source: ListSource, rules: UpdateRules): Promise<UpdateResult> {
  const { listId } = source
  const refused = refusalOf(source)
  if (refused !== undefined) return { listId, outcome: 'failed', error: refused }
  const downloads = join(store.folder, `.downloads-${process.pid}-${listId}`)
  try {
    const current = (await store.index(listId)) === undefined ? undefined : await store.snapshot(listId)
    // Validators say nothing about a version that came from elsewhere.
    const held = current?.source === describeSource(source) ? current : undefined
    const gather = source.index === undefined ? gatherFiles : gatherDataset
    const gathered = await gather(store, source, held, downloads, rules)
    if (gathered === undefined && held !== undefined) {
      await store.touch(listId, rules.now())
      return { listId, outcome: 'unchanged', snapshot: held }
    }
    const { files: _, everyHours: __, index: ___, ...settings } = source
    const result = await importList(store, {
      ...settings,
      files: gathered?.files ?? [],
      validators: gathered?.validators ?? {},
      ...(gathered?.publisherVersion === undefined ? {} : { publisherVersion: gathered.publisherVersion }),
      source: describeSource(source),
      fetchedAt: rules.now(),
      ...(rules.by === undefined ? {} : { by: rules.by }),
    })
    if (result.outcome === 'unchanged') return { listId, outcome: 'unchanged', snapshot: result.snapshot }
    return { listId, outcome: 'imported', result }
  } catch (error) {
    if (error instanceof ListError) return { listId, outcome: 'failed', error }
    throw error
  } finally {
    await rm(downloads, { recursive: true, force: true })
  }
}

/** Ids and file names become paths below the store's folder, so they are looked at before anything is made or removed. */
function refusalOf({ listId, files }: ListSource): ListError | undefined {
  try {
    checkListId(listId)
  } catch (error) {
    if (error instanceof ListError) return error
    throw error
  }
  const name = Object.keys(files).find((candidate) => basename(candidate) !== candidate || candidate.startsWith('.'))
  return name === undefined
    ? undefined
    : new ListError('WRONG_FORMAT', { list: listId }, `'${name}' is no plain file name`)
}

/** Undefined when the publisher says that nothing changed since the version held. */
async function gatherFiles(
  store: ListStore,
  source: ListSource,
  held: ListSnapshot | undefined,
  downloads: string,
  rules: UpdateRules,
): Promise<Gathered | undefined> {
  const files: ListFile[] = []
  const validators: Record<string, HttpValidators> = {}
  let isModified = false
  for (const [name, from] of Object.entries(source.files)) {
    const path = isAddress(from) ? join(downloads, name) : from
    const known = held?.validators?.[name]
    const outcome = isAddress(from)
      ? await fetchListFile(from, path, known, { ...rules, listId: source.listId })
      : await localFile(path, source.listId)
    if (outcome.kind === 'not-modified') {
      const kept = (await store.rawFiles(source.listId, held?.snapshotId)).find((file) => file.name === name)
      if (kept !== undefined) files.push(kept)
      if (known !== undefined) validators[name] = known
    } else {
      isModified = true
      files.push({ name, open: () => createReadStream(path) })
      validators[name] = outcome.validators
    }
  }
  return isModified ? { files, validators } : undefined
}

async function localFile(path: string, listId: string) {
  try {
    await access(path)
  } catch (cause) {
    throw new ListError('MISSING_FILE', { list: listId, file: path }, 'the file is not there or cannot be read', {
      cause,
    })
  }
  return { kind: 'fetched', validators: {} } as const
}

/** True when the source should be asked again; a list never asked is due. */
export function isDue(checkedAt: string | undefined, source: ListSource, now: string): boolean {
  if (checkedAt === undefined) return true
  return Date.parse(now) - Date.parse(checkedAt) >= source.everyHours * 3_600_000
}
