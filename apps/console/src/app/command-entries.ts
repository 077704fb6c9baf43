/** What the command field offers for a text: pages first, then what the text could name. */
import type { NavGroup, NavItem } from './navigation.ts'

export type CommandEntry =
  | { readonly kind: 'page'; readonly item: NavItem }
  | { readonly kind: 'run'; readonly id: string }
  | { readonly kind: 'case'; readonly id: string }

const looksLikeId = /^[0-9a-f]{8}-[0-9a-f-]{4,}$/i
const looksLikeCase = /^kyc-\d{4}-\d+$/i
const atMost = 20

/** @param label the translated name of a page */
export function commandEntries(
  text: string,
  groups: readonly NavGroup[],
  label: (item: NavItem) => string,
): readonly CommandEntry[] {
  const wanted = text.trim().toLowerCase()
  const pages = groups
    .flatMap((group) => group.items)
    .filter((item) => label(item).toLowerCase().includes(wanted))
    .map((item): CommandEntry => ({ kind: 'page', item }))
  const named: readonly CommandEntry[] = looksLikeId.test(wanted)
    ? [{ kind: 'run', id: text.trim() }]
    : looksLikeCase.test(wanted)
      ? [{ kind: 'case', id: text.trim().toUpperCase() }]
      : []
  return [...named, ...pages].slice(0, atMost)
}
