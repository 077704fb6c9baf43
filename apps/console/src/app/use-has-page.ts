import { useRouter } from '@tanstack/react-router'
import { useCallback } from 'react'

/** Whether an address belongs to a page of this build. */
export function useHasPage(): (to: string) => boolean {
  const router = useRouter()
  return useCallback((to) => Object.hasOwn(router.routesByPath, to), [router])
}
