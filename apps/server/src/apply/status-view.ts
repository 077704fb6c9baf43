/** What the applicant is told of a case: four milestones, the same words whatever goes on behind them. */
import { applicantStatus, REASON_CODES } from '@gatehouse/kyc'
import type { CaseFile } from '@gatehouse/kyc/store'
import type { StatusView } from '@gatehouse/kyc/wire'

type StatusFacts = Pick<
  CaseFile,
  'ref' | 'state' | 'reasonCode' | 'submittedAt' | 'decidedAt' | 'updatedAt' | 'rfis' | 'appealedIn'
>

export function toStatusView(file: StatusFacts): StatusView {
  const requests = file.state === 'RFI_OPEN' ? file.rfis.filter((rfi) => rfi.state === 'OPEN') : []
  const { milestone, textKey, mayWithdraw } = applicantStatus(
    file.state,
    REASON_CODES.find((code) => code === file.reasonCode) ?? null,
  )
  return {
    ref: file.ref,
    milestone,
    textKey,
    requests: requests.map(({ rfiId, dueAt, items }) => ({ rfiId, dueAt, items: items.map((item) => ({ ...item })) })),
    mayWithdraw,
    // Every refusal can be challenged once, whatever it rests on: that it can tells nothing.
    mayAppeal: file.state === 'REJECTED' && file.appealedIn === null,
    appeal:
      file.appealedIn === null ? null : { ref: file.appealedIn.ref, at: file.appealedIn.submittedAt ?? file.updatedAt },
    // The time of the last step that the applicant knows of: when staff did something is not for outside.
    updatedAt: file.decidedAt ?? requests[0]?.openedAt ?? file.submittedAt ?? file.updatedAt,
  }
}
