// Work for people: opening and closing reviews, requests for information and enhanced due diligence.
import { completeness } from '@gatehouse/kyc'
import { z } from 'zod'
import type { HandlerPorts } from '../ports.ts'
import type { TaskHandler } from '../run-workers.ts'
import { fieldErrorsOf, loadCase, readCaseId, readInput, settled, WORKER } from '../work-item.ts'

export function openReview({ store }: HandlerPorts): TaskHandler {
  return async (task) => {
    const opened = await store.openReview({
      actor: WORKER,
      caseId: readCaseId(task),
      workflowId: task.workflowId,
      makerRef: 'review_maker',
      checkerRef: 'review_checker',
    })
    const { reviewId, itemCount } = settled(opened)
    return { reviewId, itemCount }
  }
}

export function closeReview({ store }: HandlerPorts): TaskHandler {
  return async (task) => {
    const closed = await store.closeReview({ actor: WORKER, caseId: readCaseId(task), workflowId: task.workflowId })
    return { outcome: settled(closed).outcome }
  }
}

const RfiInput = z.looseObject({ purpose: z.enum(['DETAILS', 'FINDINGS', 'REVIEW', 'EDD']).catch('FINDINGS') })

export function createRfi(ports: HandlerPorts): TaskHandler {
  return async (task) => {
    const caseId = readCaseId(task)
    const { purpose } = readInput(RfiInput, task)
    const opened = await ports.store.openRfi({
      actor: WORKER,
      caseId,
      workflowId: task.workflowId,
      waitRef: 'rfi_wait',
      ...(purpose === 'DETAILS' ? { items: await missingDetails(ports, task) } : {}),
    })
    const { rfiId, itemCount, waitSeconds } = settled(opened)
    return { rfiId, itemCount, nextWait: waitFor(waitSeconds) }
  }
}

async function missingDetails(ports: HandlerPorts, task: Parameters<TaskHandler>[0]) {
  const work = await loadCase(ports, task)
  const errors = fieldErrorsOf(ports, work)
  const missing = completeness(errors).missingFields
  return errors
    .filter(({ path, severity }) => severity === 'error' && missing.includes(path))
    .map(({ code, path }) => ({ code, path }))
}

const RfiStepInput = z.looseObject({ rfiId: z.string() })

/** The store knows what happened and when; what woke the workflow does not matter. */
export function rfiStep({ store }: HandlerPorts): TaskHandler {
  return async (task) => {
    const caseId = readCaseId(task)
    const { rfiId } = readInput(RfiStepInput, task)
    const { action, waitSeconds } = settled(await store.rfiStep({ actor: WORKER, caseId, rfiId }))
    if (action === 'EXPIRED') {
      settled(await store.expireCase({ actor: WORKER, caseId, reasonCode: 'CDD_INCOMPLETE' }))
    }
    const waiting = action === 'WAIT' || action === 'REMIND'
    return { outcome: waiting ? 'WAITING' : action, nextWait: waitFor(waitSeconds) }
  }
}

/** As Conductor's WAIT reads a duration. */
function waitFor(seconds: number): string {
  return `${Math.max(1, Math.ceil(seconds))} seconds`
}

const AssessmentInput = z.looseObject({ assessmentId: z.string() })

export function openEdd({ store }: HandlerPorts): TaskHandler {
  return async (task) => {
    const opened = await store.openEdd({
      actor: WORKER,
      caseId: readCaseId(task),
      workflowId: task.workflowId,
      reviewRef: 'edd_review',
      approvalRef: 'edd_senior_approval',
      assessmentId: readInput(AssessmentInput, task).assessmentId,
    })
    return { itemCount: settled(opened).itemCount }
  }
}

export function closeEdd({ store }: HandlerPorts): TaskHandler {
  return async (task) => {
    const closed = await store.closeReview({ actor: WORKER, caseId: readCaseId(task), workflowId: task.workflowId })
    const { outcome, reasonCode } = settled(closed)
    return { verdict: outcome === 'CLEARED' ? 'approve' : 'decline', reasonCode }
  }
}
