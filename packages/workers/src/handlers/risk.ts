// calculate_risk_score and assign_customer_class.
import { assessRisk, assignCustomerClass as assignClass, RISK_CLASSES } from '@gatehouse/kyc'
import { z } from 'zod'
import type { HandlerPorts } from '../ports.ts'
import type { TaskHandler } from '../run-workers.ts'
import { applicationOf, idempotencyKey, loadCase, readInput, settled, WORKER } from '../work-item.ts'
import { riskInputsOf, riskPolicyOf, todayOf } from '../risk-of-case.ts'
import { classFromFigures } from './class-from-figures.ts'

export function calculateRiskScore(ports: HandlerPorts): TaskHandler {
  return async (task) => {
    const work = await loadCase(ports, task)
    const inputs = riskInputsOf(work, todayOf(ports), ports.reference)
    const assessment = assessRisk(inputs, await riskPolicyOf(ports, work), ports.reference)
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
      await riskPolicyOf(ports, work),
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
