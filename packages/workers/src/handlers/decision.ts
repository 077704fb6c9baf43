// The end of a case: a relationship, none, or a hold; and the message to the applicant.
import { z } from 'zod'
import type { HandlerPorts } from '../ports.ts'
import type { TaskHandler } from '../run-workers.ts'
import { loadCase, readCaseId, readInput, settled, WORKER } from '../work-item.ts'

export function activateCustomer({ store }: HandlerPorts): TaskHandler {
  return async (task) => {
    const approved = settled(await store.approve({ actor: WORKER, caseId: readCaseId(task) }))
    const { customerId, reviewCaseDueOn, reasonCode } = approved
    return { customerId, reviewCaseDueOn, reasonCode }
  }
}

const RefusalInput = z.looseObject({ reasonCode: z.string().nullish() })

/** A case that ran out or was withdrawn has ended already; it is not refused on top of that. */
export function noCustomerAcceptance(ports: HandlerPorts): TaskHandler {
  return async (task) => {
    const work = await loadCase(ports, task)
    const { reasonCode } = readInput(RefusalInput, task)
    if (work.state === 'EXPIRED') {
      return { decision: 'EXPIRED', reasonCode: 'CDD_INCOMPLETE', templateId: 'application_expired' }
    }
    const rejected = await ports.store.reject({
      actor: WORKER,
      caseId: work.caseId,
      ...(reasonCode === null || reasonCode === undefined ? {} : { reasonCode }),
    })
    return { decision: 'REJECTED', reasonCode: settled(rejected).reasonCode, templateId: 'application_not_approved' }
  }
}

const NotificationInput = z.looseObject({ templateId: z.string() })

export function sendNotification({ store }: HandlerPorts): TaskHandler {
  return async (task) => {
    const { templateId } = readInput(NotificationInput, task)
    const notified = await store.notify({
      actor: WORKER,
      caseId: readCaseId(task),
      templateId,
      iterationKey: `${task.workflowId}:${task.referenceTaskName}`,
    })
    return { notificationIds: settled(notified).notificationIds }
  }
}

const HoldInput = z.looseObject({ failedTasks: z.array(z.string()).nullish(), failureTaskId: z.string().nullish() })

export function technicalHold({ store }: HandlerPorts): TaskHandler {
  return async (task) => {
    const { failedTasks, failureTaskId } = readInput(HoldInput, task)
    const held = await store.hold({
      actor: WORKER,
      caseId: readCaseId(task),
      failedTask: failedTasks?.at(-1) ?? failureTaskId ?? 'unknown',
      errorCode: 'RETRIES_USED_UP',
    })
    return { state: settled(held).state }
  }
}
