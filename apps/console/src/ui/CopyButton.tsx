import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './Button.tsx'

interface CopyButtonProps {
  readonly text: string
  /** Without a label the button is an icon called *Copy*. */
  readonly label?: string
}

export function CopyButton({ text, label }: CopyButtonProps) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), 1_500)
  }
  const Icon = copied ? Check : Copy
  const name = copied ? t('action.copied') : (label ?? t('action.copy'))
  return (
    <Button
      variant={label === undefined ? 'quiet' : 'secondary'}
      iconOnly={label === undefined}
      aria-label={name}
      onPress={() => void copy()}
    >
      <Icon size={14} aria-hidden="true" />
      {label !== undefined && name}
    </Button>
  )
}
