// get_client_personal_details, get_client_financial_details, get_client_background: what is complete, by path only.
import { completeness, eligibility } from '@gatehouse/kyc'
import type { HandlerPorts } from '../ports.ts'
import type { TaskHandler } from '../run-workers.ts'
import { applicationOf, fieldErrorsOf, loadCase } from '../work-item.ts'

const PERSONAL = ['identity', 'contact', 'document', 'product']
const FINANCIAL = ['financial', 'account', 'tax']

export function getClientPersonalDetails(ports: HandlerPorts): TaskHandler {
  return async (task) => {
    const work = await loadCase(ports, task)
    const errors = fieldErrorsOf(ports, work)
    const { complete, missingFields } = completeness(errors, PERSONAL)
    const verdict = eligibility(errors)
    return {
      complete,
      missingFields,
      eligibility: verdict.eligible ? 'eligible' : 'not_eligible',
      reasonCode: verdict.eligible ? null : verdict.reasonCode,
      checkable: completeness(errors).checkable ? 'complete' : 'incomplete',
      dataRevision: work.dataRevision,
    }
  }
}

export function getClientFinancialDetails(ports: HandlerPorts): TaskHandler {
  return async (task) => {
    const work = await loadCase(ports, task)
    const { complete, missingFields } = completeness(fieldErrorsOf(ports, work), FINANCIAL)
    return { complete, missingFields, sofDeclared: applicationOf(work).financial.sourceOfFunds.length > 0 }
  }
}

export function getClientBackground(ports: HandlerPorts): TaskHandler {
  return async (task) => {
    const work = await loadCase(ports, task)
    const { complete, missingFields } = completeness(fieldErrorsOf(ports, work), ['relations'])
    return { complete, missingFields, relationsCount: applicationOf(work).relations.length }
  }
}
