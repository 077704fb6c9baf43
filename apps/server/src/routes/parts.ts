/** What routes are given. The composition root fills it; tests fill it with the same things on a temporary folder. */
import type { Engine } from '@gatehouse/engine'
import type { KycStore } from '@gatehouse/kyc/store'
import type { DemoAccounts } from '@gatehouse/kyc/wire'
import type { AccessApi } from '../access/access-api.ts'
import type { AccessControl } from '../access/access-control.ts'
import type { ApiAccess } from '../api/api-access.ts'
import type { ConductorDoor } from '../api/conductor-door.ts'
import type { Gate } from '../auth/gate.ts'
import type { ServiceKeys } from '../auth/service-keys.ts'
import type { StaffDirectory } from '../auth/staff-directory.ts'
import type { StaffAuth } from '../auth/staff-auth.ts'
import type { Config } from '../config/config.ts'
import type { OwnOrigins } from '../http/own-origins.ts'
import type { EventHub } from '../live/event-hub.ts'
import type { MailboxStore } from '../mail/mailbox.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { BatchDesk } from '../screening/batch-desk.ts'
import type { ListKeeper } from '../screening/list-keeper.ts'
import type { Lists } from '../screening/lists-in-force.ts'
import type { ScreeningDesk } from '../screening/screening-desk.ts'

export interface Parts {
  readonly config: Config
  readonly version: string
  readonly origins: OwnOrigins
  readonly store: KycStore
  readonly auth: StaffAuth
  readonly gate: Gate
  readonly directory: StaffDirectory
  readonly hub: EventHub
  readonly mailbox: MailboxStore
  readonly screening: ScreeningDesk
  readonly lists: Lists
  readonly listKeeper: ListKeeper
  readonly batches: BatchDesk
  readonly keys: ServiceKeys
  readonly conductor: ConductorDoor
  /** Undefined when Conductor runs elsewhere. */
  readonly engine: Engine | undefined
  readonly access: ApiAccess
  readonly control: { readonly rules: AccessControl; readonly api: AccessApi } | undefined
  readonly metrics: Metrics
  /** Folder of the built pages. */
  readonly pages: string
  /** A build of them that is under way. */
  readonly pagesBuilt: Promise<unknown> | undefined
  /** Empty outside demo mode. */
  readonly demoAccounts: DemoAccounts
  readonly now: () => Date
}
