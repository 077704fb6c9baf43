import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { type DemoAccount, type Session, sessionQuery, signIn, signOut, type User } from './session.ts'

/** The signed-in person. Only below the shell, which shows nothing without one. */
export function useUser(): User {
  const { data } = useSuspenseQuery(sessionQuery)
  if (data.user === null) throw new Error('No one is signed in.')
  return data.user
}

export function useSession(): Session {
  return useSuspenseQuery(sessionQuery).data
}

/** Whether the person has a right, such as `engine.write`. */
export const useMay = (permission: string): boolean => useSession().permissions.includes(permission)

/** Signs out, or in as someone else; everything cached belongs to the last person and is dropped. */
export function useSwitchPerson(): (account: DemoAccount | undefined) => Promise<void> {
  const client = useQueryClient()
  return useCallback(
    async (account) => {
      await signOut()
      if (account !== undefined) await signIn(account.email, account.password)
      window.location.assign('/')
      client.clear()
    },
    [client],
  )
}
