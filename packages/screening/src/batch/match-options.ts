/** Lists and purposes as the acceptance that an index asks for each candidate. */
import type { ScreeningIndex } from '../candidates/screening-index.ts'
import { purposesOf, splitEntityId } from '../entity.ts'
import type { MatchOptions } from '../scoring/query.ts'
import type { BatchSettings } from './batch-message.ts'

export function matchOptionsOf(settings: BatchSettings, index: ScreeningIndex): MatchOptions {
  const { lists, purposes, ...rest } = settings
  if (lists === undefined && purposes === undefined) return rest
  const chosen = lists === undefined ? undefined : new Set(lists)
  // Candidates come again and again, and an entry of an image is read anew each time.
  const serving = new Map<string, boolean>()
  const serves = (id: string): boolean => {
    if (purposes === undefined) return true
    const known = serving.get(id)
    if (known !== undefined) return known
    const answer = purposesOf(index.entity(id)?.topics ?? []).some((purpose) => purposes.includes(purpose))
    serving.set(id, answer)
    return answer
  }
  return { ...rest, accept: (id) => (chosen === undefined || chosen.has(splitEntityId(id).listId)) && serves(id) }
}
