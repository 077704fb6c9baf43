/** Addresses of the applicant's pages, without a router: eight pages need none. */
import { useSyncExternalStore } from 'react'
import { isSection } from './sections.ts'
import type { SectionId } from '@gatehouse/kyc/wire'

export type Page =
  | { readonly name: 'start' | 'resume' | 'missing' }
  | { readonly name: 'hub' | 'check' | 'sent' | 'withdraw' | 'appeal'; readonly ref: string }
  | { readonly name: 'status'; readonly ref: string }
  | { readonly name: 'step'; readonly ref: string; readonly section: SectionId; readonly from: 'check' | undefined }
  | { readonly name: 'request'; readonly ref: string; readonly rfiId: string }

const subscribers = new Set<() => void>()
const notify = (): void => subscribers.forEach((subscriber) => subscriber())

export function go(href: string, replace = false): void {
  if (replace) window.history.replaceState(null, '', href)
  else window.history.pushState(null, '', href)
  window.scrollTo(0, 0)
  notify()
}

export function usePage(): Page {
  const href = useSyncExternalStore(subscribe, () => window.location.pathname + window.location.search)
  return parsePage(href)
}

function subscribe(listener: () => void): () => void {
  subscribers.add(listener)
  window.addEventListener('popstate', listener)
  return () => {
    subscribers.delete(listener)
    window.removeEventListener('popstate', listener)
  }
}

/** @param href path with search, such as `/apply/A-1/tax?from=check` */
export function parsePage(href: string): Page {
  const url = new URL(href, 'http://localhost')
  const [first, ref, rest, id] = url.pathname.split('/').filter(Boolean).map(decodeURIComponent)
  if (first !== 'apply') return { name: 'missing' }
  if (ref === undefined) return { name: 'start' }
  if (ref === 'resume' && rest === undefined) return { name: 'resume' }
  if (rest === undefined) return { name: 'hub', ref }
  if (rest === 'request' && id !== undefined) return { name: 'request', ref, rfiId: id }
  if (rest === 'check' || rest === 'sent' || rest === 'status' || rest === 'withdraw' || rest === 'appeal')
    return { name: rest, ref }
  if (isSection(rest)) {
    return { name: 'step', ref, section: rest, from: url.searchParams.get('from') === 'check' ? 'check' : undefined }
  }
  return { name: 'missing' }
}

export const hrefOf = {
  start: '/apply',
  resume: '/apply/resume',
  hub: (ref: string) => `/apply/${encodeURIComponent(ref)}`,
  step: (ref: string, section: SectionId, from?: 'check') =>
    `/apply/${encodeURIComponent(ref)}/${section}${from === undefined ? '' : '?from=check'}`,
  page: (ref: string, page: 'check' | 'sent' | 'status' | 'withdraw' | 'appeal') =>
    `/apply/${encodeURIComponent(ref)}/${page}`,
  request: (ref: string, rfiId: string) => `/apply/${encodeURIComponent(ref)}/request/${encodeURIComponent(rfiId)}`,
}
