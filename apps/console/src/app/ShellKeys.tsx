import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { KeyHints } from '../ui/KeyHints.tsx'
import { useKeys } from '../ui/use-key.ts'
import type { NavGroup } from './navigation.ts'

const chordMs = 1_000

/** Keys that work on every page: `?`, `r`, and `g` followed by the letter of a place. */
export function ShellKeys({ groups }: { readonly groups: readonly NavGroup[] }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const client = useQueryClient()
  const [isOpen, setIsOpen] = useState(false)
  const chordUntil = useRef(0)
  const places = useMemo(
    () => groups.flatMap((group) => group.items).filter((item) => item.key !== undefined),
    [groups],
  )
  const bindings = useMemo(() => {
    const go = places.map(
      (item) =>
        [
          item.key ?? '',
          () => {
            if (performance.now() < chordUntil.current) void navigate({ href: item.to })
          },
        ] as const,
    )
    return {
      ...Object.fromEntries(go),
      '?': () => setIsOpen(true),
      g: () => {
        chordUntil.current = performance.now() + chordMs
      },
      r: () => void client.invalidateQueries(),
    }
  }, [places, navigate, client])
  useKeys(bindings)
  const hints = [
    { keys: 'Ctrl K  /', does: t('keys.search') },
    { keys: '?', does: t('keys.help') },
    { keys: 'r', does: t('keys.refresh') },
    ...places.map((item) => ({ keys: `g ${item.key ?? ''}`, does: t(`nav.${item.label}`) })),
    { keys: 'j  k', does: `${t('keys.next')}, ${t('keys.previous')}` },
    { keys: '1…9', does: t('keys.tab') },
    { keys: 'Esc', does: t('keys.escape') },
  ]
  return <KeyHints isOpen={isOpen} onClose={() => setIsOpen(false)} hints={hints} />
}
