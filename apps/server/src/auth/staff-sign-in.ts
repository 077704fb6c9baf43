/** Sign-in of staff: accounts, sessions, second factor and OIDC by better-auth, on the same database as the cases. */
import { betterAuth } from 'better-auth'
import type { BetterAuthOptions } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { genericOAuth, twoFactor } from 'better-auth/plugins'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { OidcConfig } from '../config/config.ts'
import { authBasePath } from './auth-base-path.ts'
import { hashPassword, verifyPassword } from './password.ts'
import type { Staff } from './staff.ts'
import { parseRoles } from './staff.ts'
import type { StaffTables } from './staff-tables.ts'

const idleSeconds = 30 * 60
const absoluteSeconds = 8 * 60 * 60

export interface StaffSession {
  readonly staff: Staff
  /** Cookies that prolong the session; to be sent with the answer. */
  readonly setCookies: readonly string[]
}

export interface StaffSignIn {
  /** Creates or completes the account tables. */
  migrate(): Promise<void>
  /** Answers everything below `/ui/v1/auth`. */
  handle(request: Request): Promise<Response>
  /** Who is signed in: 30 minutes idle, 8 hours in all. Looking without prolonging is for what no person does. */
  sessionOf(headers: Headers, use?: { readonly prolong: boolean }): Promise<StaffSession | undefined>
  /** Overwrites the password of an account. */
  setPassword(staffId: string, password: string): Promise<void>
  /** Everybody has to sign in again. */
  endAllSessions(): Promise<void>
}

export interface StaffSignInOptions {
  readonly db: Kysely<StaffTables>
  readonly dialect: 'sqlite' | 'postgres'
  /** 32 random bytes or more, as text. */
  readonly secret: string
  readonly baseUrl: string
  readonly secure: boolean
  readonly oidc: OidcConfig | undefined
  readonly now: () => number
}

/** Shapes of what better-auth hands back; its own types do not know our extra column. */
const UserSchema = z.object({ id: z.string(), name: z.string(), email: z.string(), roles: z.string().nullish() })
const SessionSchema = z.object({ token: z.string(), createdAt: z.coerce.date() })

export function createStaffSignIn(options: StaffSignInOptions): StaffSignIn {
  const settings = {
    appName: 'Gatehouse',
    baseURL: options.baseUrl,
    basePath: authBasePath,
    secret: options.secret,
    database: { db: options.db, type: options.dialect },
    telemetry: { enabled: false },
    logger: { disabled: true },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 12,
      maxPasswordLength: 200,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    user: {
      modelName: 'staff',
      additionalFields: { roles: { type: 'string', required: false, input: false, defaultValue: '' } },
    },
    session: { modelName: 'staff_session', expiresIn: idleSeconds, updateAge: 60, cookieCache: { enabled: false } },
    account: { modelName: 'staff_account', accountLinking: { enabled: true, trustedProviders: ['oidc'] } },
    verification: { modelName: 'staff_verification' },
    // Our own limiter counts before the request gets here, by account and by address.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: 'gatehouse',
      useSecureCookies: options.secure,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'strict', path: '/' },
      // The provider sends people back from its own site, and a strict cookie would stay behind.
      cookies: { state: { attributes: { sameSite: 'lax' } } },
      // The guards of the HTTP server check Host, Origin and Sec-Fetch-Site of every request before this.
      disableCSRFCheck: true,
      // Where a sign-in may lead: said outright, since the library leaves it out under NODE_ENV=test.
      disableOriginCheck: false,
      ipAddress: { disableIpTracking: true },
    },
    plugins: [
      twoFactor({ issuer: 'Gatehouse', schema: { twoFactor: { modelName: 'staff_two_factor' } } }),
      ...(options.oidc === undefined ? [] : [genericOAuth({ config: [toProvider(options.oidc)] })]),
    ],
  } satisfies BetterAuthOptions
  const auth = betterAuth(settings)

  return {
    async migrate() {
      const { runMigrations } = await getMigrations(settings)
      await runMigrations()
    },
    handle: (request) => auth.handler(request),
    async sessionOf(headers, { prolong } = { prolong: true }) {
      const query = { disableRefresh: !prolong }
      const { response, headers: answer } = await auth.api.getSession({ headers, query, returnHeaders: true })
      if (response === null) return undefined
      const session = SessionSchema.parse(response.session)
      if (options.now() - session.createdAt.getTime() > absoluteSeconds * 1000) {
        await (await auth.$context).internalAdapter.deleteSession(session.token)
        return undefined
      }
      return { staff: toStaff(response.user), setCookies: answer.getSetCookie() }
    },
    async setPassword(staffId, password) {
      await (await auth.$context).internalAdapter.updatePassword(staffId, await hashPassword(password))
    },
    async endAllSessions() {
      await (await auth.$context).adapter.deleteMany({ model: 'session', where: [] })
    },
  }
}

function toStaff(row: unknown): Staff {
  const { roles, ...user } = UserSchema.parse(row)
  return { ...user, roles: parseRoles(roles ?? '') }
}

/** Accounts are made by an administrator: signing in at the provider creates none. */
function toProvider(oidc: OidcConfig) {
  return {
    providerId: 'oidc',
    discoveryUrl: `${oidc.issuer}/.well-known/openid-configuration`,
    clientId: oidc.clientId,
    clientSecret: oidc.clientSecret,
    scopes: ['openid', 'email', 'profile'],
    pkce: true,
    disableSignUp: true,
  }
}
