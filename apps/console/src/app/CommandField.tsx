import { useNavigate } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button.tsx'
import { cx } from '../ui/class-names.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { useKeys } from '../ui/use-key.ts'
import { type CommandEntry, commandEntries } from './command-entries.ts'
import type { NavGroup } from './navigation.ts'

/** `Ctrl K` or `/`: any page by name, any run or case by number. */
export function CommandField({ groups }: { readonly groups: readonly NavGroup[] }) {
  const { t } = useTranslation()
  const [isOpen, setIsOpen] = useState(false)
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k') return
      event.preventDefault()
      setIsOpen(true)
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
  useKeys({ '/': () => setIsOpen(true) })
  return (
    <>
      <Button variant="quiet" aria-label={`${t('command.label')} Ctrl K`} onPress={() => setIsOpen(true)}>
        <Search size={16} aria-hidden="true" />
        <span className="hidden text-xs text-muted lg:inline">Ctrl K</span>
      </Button>
      <Dialog isOpen={isOpen} onClose={() => setIsOpen(false)} title={t('command.label')}>
        <CommandBox groups={groups} onDone={() => setIsOpen(false)} />
      </Dialog>
    </>
  )
}

function CommandBox({ groups, onDone }: { readonly groups: readonly NavGroup[]; readonly onDone: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const listId = useId()
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  const entries = commandEntries(text, groups, (item) => t(`nav.${item.label}`))
  const run = (entry: CommandEntry | undefined) => {
    if (entry === undefined) return
    onDone()
    void navigate({ href: addressOf(entry) })
  }
  const name = (entry: CommandEntry): string => {
    if (entry.kind === 'page') return t(`nav.${entry.item.label}`)
    return entry.kind === 'run' ? t('command.openRun', { id: entry.id }) : t('command.openCase', { id: entry.id })
  }
  return (
    <div>
      <input
        // The dialog exists for this field alone.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={entries.length > 0 ? `${listId}-${active}` : undefined}
        aria-label={t('command.label')}
        placeholder={t('command.placeholder')}
        className="input text-md"
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setActive(0)
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') setActive((index) => Math.min(index + 1, entries.length - 1))
          else if (event.key === 'ArrowUp') setActive((index) => Math.max(index - 1, 0))
          else if (event.key === 'Enter') run(entries[active])
          else return
          event.preventDefault()
        }}
      />
      <div id={listId} role="listbox" aria-label={t('command.pages')} className="mt-2 max-h-80 overflow-y-auto">
        {entries.map((entry, index) => (
          <button
            key={name(entry)}
            id={`${listId}-${index}`}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            className={cx(
              'flex min-h-9 w-full items-center rounded-sm px-2 text-start',
              index === active && 'bg-accent-tint text-accent',
            )}
            onMouseEnter={() => setActive(index)}
            onClick={() => run(entry)}
          >
            {name(entry)}
          </button>
        ))}
      </div>
      {entries.length === 0 && <p className="p-2 text-muted">{t('command.nothing')}</p>}
    </div>
  )
}

function addressOf(entry: CommandEntry): string {
  if (entry.kind === 'page') return entry.item.to
  return entry.kind === 'run' ? `/executions/${encodeURIComponent(entry.id)}` : `/cases/${encodeURIComponent(entry.id)}`
}
