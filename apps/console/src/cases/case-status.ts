/** The one table of case states: shape and colour of each. */
import type { CaseRow } from '@gatehouse/kyc/wire'
import type { Tone } from '../ui/status-vocabulary.ts'

export type CaseState = CaseRow['state']

export interface CaseLook {
  readonly glyph: string
  readonly tone: Tone
}

export const caseLook: Readonly<Record<CaseState, CaseLook>> = {
  DRAFT: { glyph: '○', tone: 'idle' },
  SUBMITTED: { glyph: '○', tone: 'idle' },
  IN_CHECKS: { glyph: '▶', tone: 'run' },
  TECHNICAL_HOLD: { glyph: '❚❚', tone: 'warn' },
  RFI_OPEN: { glyph: '✉', tone: 'idle' },
  IN_REVIEW: { glyph: '⏸', tone: 'hold' },
  SECOND_REVIEW: { glyph: '⏸⏸', tone: 'hold' },
  EDD_REVIEW: { glyph: '⏸', tone: 'hold' },
  EDD_APPROVAL: { glyph: '⏸⏸', tone: 'hold' },
  APPROVED: { glyph: '✓', tone: 'ok' },
  REJECTED: { glyph: '✕', tone: 'bad' },
  WITHDRAWN: { glyph: '■', tone: 'idle' },
  EXPIRED: { glyph: '⌛', tone: 'idle' },
}

/** States in which a person with one of these roles has something to take up. */
export function takeableStates(roles: readonly string[]): ReadonlySet<CaseState> {
  return new Set<CaseState>([
    ...(roles.includes('analyst') ? (['IN_REVIEW', 'EDD_REVIEW'] as const) : []),
    ...(roles.includes('senior_analyst') ? (['SECOND_REVIEW'] as const) : []),
    ...(roles.includes('mlro') ? (['SECOND_REVIEW', 'EDD_APPROVAL'] as const) : []),
  ])
}
