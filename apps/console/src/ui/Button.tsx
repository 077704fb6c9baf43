import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components'
import { cx } from './class-names.ts'

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger'

const variants: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-surface border-accent hover:opacity-90',
  secondary: 'bg-surface text-ink border-line hover:bg-sunken',
  quiet: 'bg-transparent text-ink border-transparent hover:bg-idle-tint',
  danger: 'bg-bad text-surface border-bad hover:opacity-90',
}

/** Looks of a button for links and menus too. Targets are 32 px high, icons 32 px square. */
export const buttonClass = (variant: ButtonVariant = 'secondary', iconOnly = false): string =>
  cx(
    'inline-flex min-h-8 items-center justify-center gap-1.5 rounded-sm border text-sm font-semibold no-underline hover:no-underline disabled:opacity-55',
    iconOnly ? 'min-w-8 px-1.5' : 'px-3',
    variants[variant],
  )

interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children'> {
  readonly variant?: ButtonVariant
  readonly iconOnly?: boolean
  readonly className?: string
  readonly children?: ReactNode
}

export function Button({ variant = 'secondary', iconOnly = false, className, ...rest }: ButtonProps) {
  return <AriaButton {...rest} className={cx(buttonClass(variant, iconOnly), className)} />
}
