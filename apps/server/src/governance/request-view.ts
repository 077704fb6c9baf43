/** A request for a second person, with what the one who looks at it may do. */
import { may } from '@gatehouse/kyc'
import type { Actor, ApprovalRequest as StoredRequest } from '@gatehouse/kyc/store'
import { REQUEST_RIGHTS } from '@gatehouse/kyc/store'
import type { ApprovalRequest } from '@gatehouse/kyc/wire'
import type { StaffDirectory } from '../auth/staff-directory.ts'

export async function toRequestView(
  request: StoredRequest,
  actor: Actor,
  directory: StaffDirectory,
): Promise<ApprovalRequest> {
  const isOpen = request.state === 'OPEN'
  const whyNot = !isOpen ? null : objectionTo(request, actor)
  return {
    ...request,
    payload: { ...request.payload },
    madeBy: await directory.find(request.madeBy),
    decidedBy: request.decidedBy === null ? null : await directory.find(request.decidedBy),
    mayDecide: isOpen && whyNot === null,
    whyNot,
  }
}

function objectionTo({ kind, madeBy }: StoredRequest, actor: Actor): ApprovalRequest['whyNot'] {
  if (madeBy === actor.id) return 'why-not.same-person'
  return may(actor.roles, REQUEST_RIGHTS[kind].decide) ? null : 'why-not.role'
}
