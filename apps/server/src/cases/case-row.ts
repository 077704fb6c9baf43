/** One row of the queue, as the console shows it. */
import type { CaseListItem } from '@gatehouse/kyc/store'
import type { CaseRow } from '@gatehouse/kyc/wire'
import { assertNever } from '../assert-never.ts'
import type { StaffDirectory } from '../auth/staff-directory.ts'

export async function toCaseRow(item: CaseListItem, directory: StaffDirectory): Promise<CaseRow> {
  const { assigneeId, hits, state } = item
  return {
    caseId: item.caseId,
    caseNumber: item.caseNumber,
    customerName: item.customerName,
    productCode: item.productCode,
    channel: item.channel,
    occasion: item.occasion,
    state,
    riskClass: item.riskClass,
    openItems: item.openItems,
    hits: { ...hits },
    slaDueAt: item.slaDueAt,
    submittedAt: item.submittedAt,
    updatedAt: item.updatedAt,
    nextStep: nextStep(state),
    assignee: assigneeId === null ? null : await directory.find(assigneeId),
  }
}

/** i18n key of what has to happen next. */
function nextStep(state: CaseListItem['state']): string {
  switch (state) {
    case 'DRAFT':
      return 'next.applicantCompletes'
    case 'SUBMITTED':
    case 'IN_CHECKS':
      return 'next.checksRun'
    case 'TECHNICAL_HOLD':
      return 'next.retry'
    case 'RFI_OPEN':
      return 'next.applicantAnswers'
    case 'IN_REVIEW':
      return 'next.review'
    case 'SECOND_REVIEW':
      return 'next.secondReview'
    case 'EDD_REVIEW':
      return 'next.eddReview'
    case 'EDD_APPROVAL':
      return 'next.eddApproval'
    case 'APPROVED':
    case 'REJECTED':
    case 'WITHDRAWN':
    case 'EXPIRED':
      return 'next.none'
    default:
      return assertNever(state)
  }
}
