/** Who is signed in, and the acts that change it. */
import { queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { command, request } from '../api/request.ts'

const userSchema = z.object({
  id: z.string(),
  name: z.string().catch(''),
  email: z.string().catch(''),
  roles: z.array(z.string()).catch([]),
})
export type User = z.infer<typeof userSchema>

const sessionSchema = z.object({
  user: userSchema.nullable(),
  demo: z.boolean().catch(false),
  engine: z.string().catch('embedded'),
  canRead: z.record(z.string(), z.unknown()).catch({}),
})
export type Session = z.infer<typeof sessionSchema>

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => request('/ui/v1/session', sessionSchema, { signal }),
  staleTime: 60_000,
})

const demoAccountsSchema = z.array(
  z.object({ email: z.string(), name: z.string(), roles: z.array(z.string()).catch([]), password: z.string() }),
)
export type DemoAccount = z.infer<typeof demoAccountsSchema>[number]

export const demoAccountsQuery = queryOptions({
  queryKey: ['demo-accounts'],
  queryFn: ({ signal }) => request('/ui/v1/demo-accounts', demoAccountsSchema, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
})

/** @throws ApiError, 401 when e-mail or password is wrong */
export const signIn = (email: string, password: string): Promise<void> =>
  command('/ui/v1/auth/sign-in/email', { method: 'POST', body: { email, password } })

export const signOut = (): Promise<void> => command('/ui/v1/auth/sign-out', { method: 'POST', body: {} })
