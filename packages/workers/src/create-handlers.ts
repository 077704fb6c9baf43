// The registry: one handler for each task definition of the KYC workflows, each held to the output it may give.
import { rerunAffectedChecks, validation } from './handlers/checks.ts'
import { activateCustomer, noCustomerAcceptance, sendNotification, technicalHold } from './handlers/decision.ts'
import { getClientBackground, getClientFinancialDetails, getClientPersonalDetails } from './handlers/details.ts'
import { evaluateValidations } from './handlers/evaluate.ts'
import { closeEdd, closeReview, createRfi, openEdd, openReview, rfiStep } from './handlers/review.ts'
import { assignCustomerClass, calculateRiskScore } from './handlers/risk.ts'
import type { HandlerPorts } from './ports.ts'
import type { TaskHandler } from './run-workers.ts'
import { holdToOutput, type KycTaskName } from './task-outputs.ts'

export function createHandlers(ports: HandlerPorts): Readonly<Record<string, TaskHandler>> {
  const handlers: Record<KycTaskName, TaskHandler> = {
    get_client_personal_details: getClientPersonalDetails(ports),
    get_client_financial_details: getClientFinancialDetails(ports),
    get_client_background: getClientBackground(ports),
    validate_names: validation(ports, 'validate_names'),
    validate_sanctions: validation(ports, 'validate_sanctions'),
    validate_account: validation(ports, 'validate_account'),
    validate_identity_document: validation(ports, 'validate_identity_document'),
    validate_pep_media: validation(ports, 'validate_pep_media'),
    validate_duplicates: validation(ports, 'validate_duplicates'),
    validate_tax: validation(ports, 'validate_tax'),
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
  // Object.entries of a record has exactly its keys.
  const entries = Object.entries(handlers) as [KycTaskName, TaskHandler][]
  return Object.fromEntries(entries.map(([name, handler]) => [name, holdToOutput(name, handler)]))
}
