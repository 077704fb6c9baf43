// Runs one check on the case as it is, and keeps the full result before the workflow learns its summary.
import {
  checkAccount,
  checkDuplicates,
  checkIdentityDocument,
  checkNames,
  checkPepMedia,
  type CheckKind,
  type CheckResult,
  checkSanctions,
  checkTax,
  type DuplicateFact,
  type EqualFacts,
  isSuppressedBy,
  type ListSnapshotRef,
  raisesAlert,
  type ScreeningHit,
  toContext,
} from '@gatehouse/kyc'
import type { IndexKind, JsonObject, JsonValue, NewHit, WorkCase } from '@gatehouse/kyc/store'
import type { HandlerPorts } from '../ports.ts'
import { applicationOf, nowIso, settled, validationOptions, WORKER } from '../work-item.ts'

/** No check result: the task fails, is retried, and in the end the case waits on technical hold. Never "clear". */
export class CheckUnavailable extends Error {
  override readonly name = 'CheckUnavailable'
  /** What the log may say: the message could quote what it choked on. */
  readonly code: string

  constructor(message: string, code = 'CHECK_UNAVAILABLE') {
    super(message)
    this.code = code
  }
}

/** Answers the summary that may enter workflow state. */
export async function runCheck(
  ports: HandlerPorts,
  work: WorkCase,
  kind: CheckKind,
  idempotencyKey: string,
): Promise<JsonObject> {
  const { result, versions } = await CHECKS[kind](ports, work)
  const recorded = settled(
    await ports.store.recordCheck({
      actor: WORKER,
      caseId: work.caseId,
      idempotencyKey,
      kind,
      dataRevision: work.dataRevision,
      result: headline(result),
      output: summary(result),
      errors: 'errors' in result ? result.errors : [],
      hits: hitsOf(ports, work, result),
      versions: { ...versions, app: ports.appVersion, onboardingPolicy: ports.onboardingPolicy.version },
      // A check result is JSON by its type; it is kept whole, encrypted, so that a decision can be replayed.
      detail: result as unknown as JsonValue,
    }),
  )
  return recorded.output
}

interface Checked {
  readonly result: CheckResult
  readonly versions: Readonly<Record<string, string>>
}
type Check = (ports: HandlerPorts, work: WorkCase) => Promise<Checked>

const CHECKS: Record<CheckKind, Check> = {
  async validate_names(ports, work) {
    const application = applicationOf(work)
    const answer = await ports.screening.screen(application, ['BLACKLIST'])
    if (answer.status === 'UNAVAILABLE')
      throw new CheckUnavailable(`Blacklist cannot be read: ${answer.reason}`, 'LISTS_UNREADABLE')
    const blacklistSnapshotId = answer.snapshots.map(({ snapshotId }) => snapshotId).join('+')
    const result = checkNames({
      application,
      context: contextNow(ports),
      blacklistHits: answer.hits,
      blacklistSnapshotId,
    })
    return { result, versions: { ...listVersions(answer.snapshots), matcher: answer.matcherConfigId } }
  },
  async validate_sanctions(ports, work) {
    const answer = await ports.screening.screen(applicationOf(work), ['SANCTIONS'])
    const result = checkSanctions({
      answer,
      policy: ports.onboardingPolicy,
      at: nowIso(ports),
      goodGuys: work.goodGuys,
      identityHash: work.identityHash,
    })
    if (result.result === 'UNAVAILABLE') {
      const reason = result.unavailableReason ?? 'LISTS_UNREADABLE'
      throw new CheckUnavailable(reason, reason)
    }
    return { result, versions: { ...listVersions(result.listSnapshots), matcher: result.matcherConfigId ?? '' } }
  },
  async validate_account(ports, work) {
    const { account, identity } = applicationOf(work)
    const name = account.accountHolderName ?? `${identity.givenNames} ${identity.surnames}`.trim()
    const vop = account.iban === undefined ? 'NOT_POSSIBLE' : await ports.verifyPayee({ iban: account.iban, name })
    return { result: checkAccount(account, vop), versions: {} }
  },
  async validate_identity_document(ports, work) {
    return { result: checkIdentityDocument(applicationOf(work), contextNow(ports)), versions: {} }
  },
  async validate_pep_media(ports, work) {
    const application = applicationOf(work)
    const pepAnswer = await ports.screening.screen(application, ['PEP'])
    const mediaAnswer = await ports.screening.screen(application, ['ADVERSE_MEDIA'])
    const result = checkPepMedia({
      application,
      pepAnswer: connected(pepAnswer),
      mediaAnswer: connected(mediaAnswer),
      policy: ports.onboardingPolicy,
    })
    if (!result.available) throw new CheckUnavailable('LISTS_UNREADABLE', 'LISTS_UNREADABLE')
    return { result, versions: listVersions(result.listSnapshots) }
  },
  async validate_duplicates(ports, work) {
    const others = settled(await ports.store.findDuplicates(work.caseId))
    const facts = others.map(
      ({ caseId, customerId, agrees }): EqualFacts => ({
        customerOrCaseId: customerId ?? caseId,
        equal: agrees.flatMap((index) => FACTS[index]),
      }),
    )
    return { result: checkDuplicates(facts), versions: {} }
  },
  async validate_tax(ports, work) {
    return { result: checkTax(applicationOf(work), toContext(validationOptions(ports, work))), versions: {} }
  },
}

const FACTS: Record<IndexKind, readonly DuplicateFact[]> = {
  NATIONAL_ID: ['nationalId'],
  DOCUMENT: ['documentNumberAndState'],
  EMAIL: ['email'],
  PHONE: ['phone'],
  IBAN: ['iban'],
  NAME_DOB: ['nameAndBirthDate'],
  NAME_DOB_TOWN: ['nameAndBirthDate', 'birthTown'],
}

/** An answer from no list at all means that no source is connected, and is shown as that. */
function connected<A extends { status: string; snapshots?: readonly ListSnapshotRef[] }>(answer: A): A | null {
  return answer.status === 'ANSWERED' && answer.snapshots?.length === 0 ? null : answer
}

function contextNow(ports: HandlerPorts) {
  const { onboardingPolicy: policy, reference } = ports
  return toContext({ asOf: nowIso(ports), policy, reference, acceptIncomplete: true })
}

function listVersions(snapshots: readonly ListSnapshotRef[]): Record<string, string> {
  return Object.fromEntries(snapshots.map(({ listId, snapshotId }) => [`list:${listId}`, snapshotId]))
}

/** Every hit that the store keeps, with whether it raises an alert or which good-guy entry keeps it from doing so. */
function hitsOf(ports: HandlerPorts, work: WorkCase, result: CheckResult): readonly NewHit[] {
  const alerting = (hit: ScreeningHit): NewHit => ({ ...hit, alert: true })
  switch (result.kind) {
    case 'validate_names':
      return result.hits.map(alerting)
    case 'validate_pep_media':
      return [...result.pepHits, ...result.mediaHits].map(alerting)
    case 'validate_sanctions': {
      const { alerts, matcherConfigId } = result
      const context = { identityHash: work.identityHash, matcherConfigId: matcherConfigId ?? '', at: nowIso(ports) }
      return result.hits.map((hit): NewHit => {
        if (alerts.includes(hit)) return { ...hit, alert: true }
        const entry = raisesAlert(hit, ports.onboardingPolicy.screening)
          ? work.goodGuys.find((goodGuy) => isSuppressedBy(hit, goodGuy, context))
          : undefined
        return { ...hit, alert: false, ...(entry === undefined ? {} : { suppressedBy: entry.goodGuyId }) }
      })
    }
    default:
      return []
  }
}

function headline(result: CheckResult): string {
  return result.kind === 'validate_pep_media' ? `PEP_${result.pep}+MEDIA_${result.media}` : result.result
}

/** Ids, codes and counts: what may be seen in the workflow. `checkId` is added by the store. */
function summary(result: CheckResult): JsonObject {
  switch (result.kind) {
    case 'validate_names':
      return { result: result.result, hitCount: result.hits.length, blacklistSnapshotId: result.blacklistSnapshotId }
    case 'validate_sanctions':
      return {
        result: result.result,
        hitCount: result.alerts.length,
        topScore: result.topScore,
        listSnapshotIds: result.listSnapshots.map(({ snapshotId }) => snapshotId),
        matcherConfigId: result.matcherConfigId,
      }
    case 'validate_account':
      return { result: result.result, errors: [...result.errors] }
    case 'validate_identity_document':
      return { result: result.result, errors: [...result.errors], method: result.method, level: result.level }
    case 'validate_pep_media':
      return {
        pep: result.pep,
        media: result.media,
        hitCount: result.pepHits.length + result.mediaHits.length,
        listSnapshotIds: result.listSnapshots.map(({ snapshotId }) => snapshotId),
      }
    case 'validate_duplicates':
      return { result: result.result, candidateCount: result.candidates.length }
    case 'validate_tax':
      return { result: result.result, flags: [...result.flags], errors: [...result.errors] }
  }
}
