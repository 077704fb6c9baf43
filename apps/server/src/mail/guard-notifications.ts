/** Whoever may start a workflow can name any task in it: an applicant is told of a decision only when it was made. */
import type { KycStore } from '@gatehouse/kyc/store'
import type { TaskHandler } from '@gatehouse/workers'
import { TerminalError } from '@gatehouse/workers'

/** States of a case in which a message about its end is true. */
const trueIn: Readonly<Record<string, readonly string[]>> = {
  application_approved: ['APPROVED'],
  application_not_approved: ['REJECTED'],
  application_expired: ['EXPIRED'],
  application_withdrawn: ['WITHDRAWN'],
}

export function guardNotifications<Handlers extends Readonly<Record<string, TaskHandler>>>(
  store: Pick<KycStore, 'loadCaseForWork'>,
  handlers: Handlers,
): Handlers {
  const send = handlers['send_notification']
  if (send === undefined) return handlers
  const guarded: TaskHandler = async (task) => {
    const { caseId, templateId } = task.input
    const states = typeof templateId === 'string' ? trueIn[templateId] : undefined
    if (states !== undefined && typeof caseId === 'string') {
      const loaded = await store.loadCaseForWork(caseId)
      if (loaded.ok && !states.includes(loaded.value.state)) {
        throw new TerminalError(`TRANSITION_REFUSED: Case ${caseId} is ${loaded.value.state}, not ${states.join(', ')}`)
      }
    }
    return send(task)
  }
  return { ...handlers, send_notification: guarded }
}
