import type { ReactNode } from 'react'
import { Menu as AriaMenu, MenuItem as AriaMenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { cx } from './class-names.ts'

export interface MenuEntry {
  readonly id: string
  readonly label: ReactNode
  /** Plain text for typing ahead when the label is more than text. */
  readonly text?: string
  readonly danger?: boolean
  readonly isDisabled?: boolean
  readonly onAction: () => void
}

interface MenuProps {
  readonly label: string
  /** The button that opens the menu. */
  readonly trigger: ReactNode
  readonly entries: readonly MenuEntry[]
}

export function Menu({ label, trigger, entries }: MenuProps) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover
        placement="bottom end"
        className="max-w-[calc(100vw-16px)] overflow-auto rounded-lg border border-hairline bg-surface p-1 shadow-float"
      >
        <AriaMenu aria-label={label} className="min-w-48 outline-none">
          {entries.map((entry) => (
            <AriaMenuItem
              key={entry.id}
              id={entry.id}
              textValue={entry.text ?? (typeof entry.label === 'string' ? entry.label : entry.id)}
              isDisabled={entry.isDisabled ?? false}
              onAction={entry.onAction}
              className={cx(
                'flex min-h-8 cursor-pointer items-center gap-2 rounded-sm px-2 py-1 data-[disabled]:opacity-50 data-[focused]:bg-idle-tint',
                entry.danger === true && 'text-bad',
              )}
            >
              {entry.label}
            </AriaMenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}
