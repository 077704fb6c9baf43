/** What outlives a process: the data folder, the keys, the database, and what is kept in it. */
import { join } from 'node:path'
import type { CommitEvent, KycStore } from '@gatehouse/kyc/store'
import { createKycStore, fileBlobs, localRootKey } from '@gatehouse/kyc/store'
import { openSqlite } from '@gatehouse/kyc/sqlite'
import type { AccessStore, AccessTables } from './access/access-store.ts'
import { createAccessStore } from './access/access-store.ts'
import type { ServiceKeys, ServiceKeyTables } from './auth/service-keys.ts'
import { createServiceKeys } from './auth/service-keys.ts'
import type { StaffAuth } from './auth/staff-auth.ts'
import { createStaffAuth } from './auth/staff-auth.ts'
import type { StaffTables } from './auth/staff-tables.ts'
import type { Config } from './config/config.ts'
import { openDataFolder } from './data-folder.ts'
import type { MasterKey } from './keys/master-key.ts'
import { loadMasterKey } from './keys/master-key.ts'
import { s3Blobs } from './keys/s3-blobs.ts'
import type { MailboxStore, MailboxTables } from './mail/mailbox.ts'
import { createMailbox } from './mail/mailbox.ts'
import { onboardingPolicyFor } from './policies/policy-in-force.ts'
import { version } from './version.ts'

export interface Foundation {
  readonly masterKey: MasterKey
  readonly store: KycStore
  readonly auth: StaffAuth
  readonly keys: ServiceKeys
  readonly accessStore: AccessStore
  readonly mailbox: MailboxStore
  close(): Promise<void>
}

/** Opens everything and brings the schema up to date. */
export async function openFoundation(
  config: Config,
  now: () => Date,
  onCommit: (event: CommitEvent) => void = () => {},
): Promise<Foundation> {
  await openDataFolder(config.dataDir)
  const masterKey = await loadMasterKey(config.masterKey, config.dataDir)
  const dialect = config.database.kind
  const db = await openDatabase(config)
  const store = await createKycStore({
    db,
    dialect,
    rootKey: localRootKey(masterKey.derive('kyc root key')),
    blobs: config.documents.kind === 'folder' ? fileBlobs(config.documents.path) : await s3Blobs(config.documents),
    clock: () => now().getTime(),
    policy: onboardingPolicyFor(config),
    appVersion: version,
    onCommit,
  })
  const auth = createStaffAuth({
    db: db.withTables<StaffTables>(),
    dialect,
    secret: Buffer.from(masterKey.derive('staff sessions')).toString('base64url'),
    baseUrl: config.http.publicUrl?.origin ?? `http://127.0.0.1:${config.http.port}`,
    secure: config.http.tls !== undefined || config.http.publicUrl?.protocol === 'https:',
    oidc: config.oidc,
    // Sessions are dated by the sign-in library with the machine's own clock, so they age by it.
    now: Date.now,
  })
  await auth.migrate()
  // Same database, tables of our own beside those of the cases.
  const keys = createServiceKeys(db.withTables<ServiceKeyTables>(), masterKey.derive('service tokens'), now)
  await keys.migrate()
  const accessStore = createAccessStore(db.withTables<AccessTables>(), {
    space: config.auth,
    now: () => now().getTime(),
  })
  await accessStore.migrate()
  const mailbox = createMailbox(db.withTables<MailboxTables>(), masterKey.derive('mailbox'))
  await mailbox.migrate()
  return { masterKey, store, auth, keys, accessStore, mailbox, close: () => store.close() }
}

/** The driver of PostgreSQL is loaded by those who use it. */
async function openDatabase({ database, dataDir }: Config): Promise<ReturnType<typeof openSqlite>> {
  if (database.kind === 'sqlite') return openSqlite(join(dataDir, 'kyc.db'))
  const { openPostgres } = await import('@gatehouse/kyc/postgres')
  return openPostgres(database.url)
}
