// calculate_risk_score and assign_customer_class.
import {
  assessRisk,
  assignCustomerClass as assignClass,
  dateInZone,
  mediaStageFromHits,
  pepStatusFromHits,
  RISK_CLASSES,
  toRiskInputs,
} from '@gatehouse/kyc'
import { z } from 'zod'
import type { HandlerPorts } from '../ports.ts'
import type { TaskHandler } from '../run-workers.ts'
import { applicationOf, idempotencyKey, loadCase, nowIso, readInput, settled, WORKER } from '../work-item.ts'
import { TerminalError } from '../terminal-error.ts'
import { classFromFigures } from './class-from-figures.ts'

export function calculateRiskScore(ports: HandlerPorts): TaskHandler {
  return async (task) => {
    const work = await loadCase(ports, task)
    if (work.policyVersion !== ports.riskPolicy.version) {
      throw new TerminalError(`Risk policy ${work.policyVersion} of case ${work.caseId} is not available`)
    }
    const confirmed = work.hits.filter(({ verdict }) => verdict === 'TRUE_MATCH')
    const asOf = dateInZone(nowIso(ports), ports.onboardingPolicy.homeTimeZone)
    const inputs = toRiskInputs(
      applicationOf(work),
      {
        asOf,
        dataRevision: work.dataRevision,
        confirmedPep: pepStatusFromHits(confirmed, asOf),
        confirmedMedia: mediaStageFromHits(confirmed),
        wealthEvidenceUnanswered: work.rfis.some(({ items }) =>
          items.some(({ code, cannotProvide }) => code === 'WEALTH_EVIDENCE' && cannotProvide),
        ),
      },
      ports.reference,
    )
    const assessment = assessRisk(inputs, ports.riskPolicy, ports.reference)
    const { assessmentId, riskClass } = settled(
      await ports.store.recordAssessment({
        actor: WORKER,
        caseId: work.caseId,
        idempotencyKey: idempotencyKey(work, task),
        assessment,
      }),
    )
    return {
      assessmentId,
      score: assessment.scoreTenths / 10,
      // What people have set counts, not what the model says alone.
      riskClass,
      floors: assessment.floors.map(({ id }) => id),
      cddLevel: assessment.cddLevel,
      nextReviewOn: assessment.nextReviewOn,
    }
  }
}

const ClassInput = z.looseObject({ caseId: z.string(), assessmentId: z.string() })

/**
 * With a case: the class of its applicant, recorded. Without one, as in workflows that carry their figures themselves:
 * the class that the figures in the input lead to, recorded nowhere.
 */
export function assignCustomerClass(ports: HandlerPorts): TaskHandler {
  return async (task) => {
    if (!('caseId' in task.input)) return classFromFigures(task.input, ports.riskPolicy)
    const { assessmentId } = readInput(ClassInput, task)
    const work = await loadCase(ports, task)
    const { financial, product } = applicationOf(work)
    const riskClass = z.enum(RISK_CLASSES).catch('HIGH').parse(work.assessment?.assessment.final)
    const assigned = assignClass(
      {
        product,
        netWorthMinor: (financial.wealth?.minor ?? 0) - (financial.debt?.minor ?? 0),
        annualIncomeMinor: financial.annualIncome?.minor ?? 0,
        riskClass,
      },
      ports.riskPolicy,
    )
    settled(
      await ports.store.recordCustomerClass({
        actor: WORKER,
        caseId: work.caseId,
        idempotencyKey: idempotencyKey(work, task),
        assessmentId,
        customerClass: assigned.customerClass,
        serviceRestrictions: assigned.serviceRestrictions,
      }),
    )
    return { customerClass: assigned.customerClass, serviceRestrictions: assigned.serviceRestrictions }
  }
}
