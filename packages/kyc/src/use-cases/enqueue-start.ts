/** The outbox row that starts the workflow of a case. */
import type { CaseRow } from '../store/schema.ts'
import type { Unit } from '../store/unit.ts'

/** @param replaces executions of the case that have ended and are not the one to be started */
export function enqueueStart(unit: Unit, row: CaseRow, replaces: readonly string[] = []): void {
  const caseId = row.case_id
  unit.enqueue({
    kind: 'START_WORKFLOW',
    caseId,
    recipient: `workflow:${caseId}`,
    payload: {
      workflowName: unit.ctx.workflowName,
      correlationId: caseId,
      ...(replaces.length > 0 ? { replaces } : {}),
      input: {
        caseId,
        tenantId: row.tenant_id,
        policyVersion: row.policy_version,
        productCode: row.product_code,
        channel: row.channel,
        locale: row.locale,
        correlationId: caseId,
      },
    },
  })
}
