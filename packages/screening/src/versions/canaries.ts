/** Entries that a new version must hold, and entries it must not: a list that lost them is not trusted. */
import type { Entity } from '../entity.ts'
import { ListError } from '../lists/list-error.ts'

export interface ListCanaries {
  /** Entry ids that must be there, each with a name it must carry, if given. */
  readonly present?: readonly { readonly entryId: string; readonly name?: string }[]
  /** Entry ids that must not be there, such as one delisted long ago. */
  readonly absent?: readonly string[]
}

export interface CanaryWatch {
  readonly see: (entity: Entity) => void
  /** Throws `CANARY_FAILED` naming every canary that failed. */
  readonly check: () => void
}

export function watchCanaries(listId: string, canaries: ListCanaries): CanaryWatch {
  const missing = new Map((canaries.present ?? []).map((canary) => [canary.entryId, canary]))
  const forbidden = new Set(canaries.absent)
  const failures: string[] = []
  return {
    see(entity) {
      const canary = missing.get(entity.entryId)
      if (canary !== undefined) {
        missing.delete(entity.entryId)
        if (canary.name !== undefined && !hasName(entity, canary.name)) {
          failures.push(`${entity.entryId} no longer carries the name ${canary.name}`)
        }
      }
      if (forbidden.has(entity.entryId)) failures.push(`${entity.entryId} should not be there`)
    },
    check() {
      const all = [...failures, ...[...missing.keys()].map((entryId) => `${entryId} is missing`)]
      if (all.length > 0) throw new ListError('CANARY_FAILED', { list: listId }, all.join('; '))
    },
  }
}

function hasName(entity: Entity, name: string): boolean {
  const wanted = fold(name)
  return entity.names.some(({ full, text }) => fold(full) === wanted || (text !== undefined && fold(text) === wanted))
}

function fold(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
}
