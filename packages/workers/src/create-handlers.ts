// The registry: one handler for each task definition of the KYC workflows.
import { CHECK_KINDS } from '@gatehouse/kyc'
import { rerunAffectedChecks, validation } from './handlers/checks.ts'
import { activateCustomer, noCustomerAcceptance, sendNotification, technicalHold } from './handlers/decision.ts'
import { getClientBackground, getClientFinancialDetails, getClientPersonalDetails } from './handlers/details.ts'
import { evaluateValidations } from './handlers/evaluate.ts'
import { closeEdd, closeReview, createRfi, openEdd, openReview, rfiStep } from './handlers/review.ts'
import { assignCustomerClass, calculateRiskScore } from './handlers/risk.ts'
import type { HandlerPorts } from './ports.ts'
import type { TaskHandler } from './run-workers.ts'

export function createHandlers(ports: HandlerPorts): Readonly<Record<string, TaskHandler>> {
  return {
    get_client_personal_details: getClientPersonalDetails(ports),
    get_client_financial_details: getClientFinancialDetails(ports),
    get_client_background: getClientBackground(ports),
    ...Object.fromEntries(CHECK_KINDS.map((kind) => [kind, validation(ports, kind)])),
    rerun_affected_checks: rerunAffectedChecks(ports),
    evaluate_validations: evaluateValidations(ports),
    open_review: openReview(ports),
    close_review: closeReview(ports),
    create_rfi: createRfi(ports),
    rfi_step: rfiStep(ports),
    open_edd: openEdd(ports),
    close_edd: closeEdd(ports),
    calculate_risk_score: calculateRiskScore(ports),
    assign_customer_class: assignCustomerClass(ports),
    activate_customer: activateCustomer(ports),
    no_customer_acceptance: noCustomerAcceptance(ports),
    send_notification: sendNotification(ports),
    technical_hold: technicalHold(ports),
  }
}
