/** The handlers of the KYC tasks, put together alike for the server and for a worker process of its own. */
import type { VerifyPayee } from '@gatehouse/kyc'
import { defaultRiskPolicy, noPayeeVerification, shippedReferenceData } from '@gatehouse/kyc'
import type { KycStore } from '@gatehouse/kyc/store'
import type { TaskHandler } from '@gatehouse/workers'
import { createHandlers, createInProcessScreening } from '@gatehouse/workers'
import { createPayeeVerification } from './checks/payee-verification.ts'
import type { Config } from './config/config.ts'
import type { Logger } from './log.ts'
import { guardNotifications } from './mail/guard-notifications.ts'
import { onboardingPolicyFor } from './policies/policy-in-force.ts'
import type { Lists } from './screening/lists-in-force.ts'
import { createRemoteScreening } from './screening/remote-screening.ts'
import { toWorkerLists } from './screening/worker-lists.ts'
import { version } from './version.ts'

export interface CaseHandlerParts {
  readonly store: KycStore
  readonly lists: Lists
  readonly log: Logger
  readonly now: () => Date
  /** Default: the service at `VOP_URL`, or none. */
  readonly verifyPayee: VerifyPayee | undefined
}

export function createCaseHandlers(config: Config, parts: CaseHandlerParts): Readonly<Record<string, TaskHandler>> {
  const { store, lists, log, now, verifyPayee } = parts
  const ownScreening = createInProcessScreening(() => toWorkerLists(lists.current()))
  const { remoteUrl } = config.screening
  return guardNotifications(
    store,
    createHandlers({
      store,
      screening: remoteUrl === undefined ? ownScreening : createRemoteScreening(remoteUrl, ownScreening),
      verifyPayee: verifyPayee ?? payeeVerificationOf(config, log),
      riskPolicy: defaultRiskPolicy,
      onboardingPolicy: onboardingPolicyFor(config),
      reference: shippedReferenceData,
      clock: () => now().getTime(),
      appVersion: version,
    }),
  )
}

function payeeVerificationOf({ vop }: Config, log: Logger): VerifyPayee {
  if (vop === undefined) return noPayeeVerification
  return createPayeeVerification(vop, {
    onFailure: (error) => log.warn({ err: error, code: error.code }, 'payee not verified'),
  })
}
