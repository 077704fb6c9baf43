/** Who is signed in, and the acts that change it. */
import { queryOptions } from '@tanstack/react-query'
import { type DemoAccounts, DemoAccountsSchema, SessionSchema } from '@gatehouse/kyc/wire'
import { z } from 'zod'
import { command, request } from '../api/request.ts'

/** `permissions` names the rights of the person, as the server judges by them: `engine.write`, `case.read`, … */
const sessionSchema = SessionSchema.extend({ permissions: z.array(z.string()).catch([]) })
export type Session = z.infer<typeof sessionSchema>
export type User = NonNullable<Session['user']>
export type DemoAccount = DemoAccounts[number]

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => request('/ui/v1/session', sessionSchema, { signal }),
  staleTime: 60_000,
})

export const demoAccountsQuery = queryOptions({
  queryKey: ['demo-accounts'],
  queryFn: ({ signal }) => request('/ui/v1/demo-accounts', DemoAccountsSchema, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
})

/** @throws ApiError, 401 when e-mail or password is wrong */
export const signIn = (email: string, password: string): Promise<void> =>
  command('/ui/v1/auth/sign-in/email', { method: 'POST', body: { email, password } })

export const signOut = (): Promise<void> => command('/ui/v1/auth/sign-out', { method: 'POST', body: {} })
