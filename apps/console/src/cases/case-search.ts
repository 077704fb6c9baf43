/** The address of the queue, and the parts of a case. */
import { CASE_STATES } from '@gatehouse/kyc/codes'
import type { CaseView } from '@gatehouse/kyc/wire'
import { z } from 'zod'

export const caseViews = [
  'mine',
  'unassigned',
  'team',
  'approvals',
  'applicant',
  'closed',
] as const satisfies readonly CaseView[]

export const queueSearchSchema = z.object({
  view: z.enum(caseViews).optional().catch(undefined),
  state: z.enum(CASE_STATES).optional().catch(undefined),
  risk: z.enum(['LOW', 'MEDIUM', 'HIGH', 'PROHIBITED']).optional().catch(undefined),
  q: z.string().optional().catch(undefined),
})
export type QueueSearch = z.infer<typeof queueSearchSchema>

export const caseTabs = [
  'overview',
  'screening',
  'decision',
  'documents',
  'risk',
  'checks',
  'rfi',
  'timeline',
  'run',
  'retention',
] as const
export type CaseTab = (typeof caseTabs)[number]

/** The right that a part needs beyond seeing the case. That an authority looks at somebody is itself a secret. */
export const rightOfTab: Readonly<Partial<Record<CaseTab, string>>> = {
  screening: 'case.inspect',
  decision: 'case.inspect',
  documents: 'document.read',
  risk: 'case.inspect',
  checks: 'case.inspect',
  timeline: 'case.timeline',
  run: 'engine.read',
  retention: 'retention.read',
}
