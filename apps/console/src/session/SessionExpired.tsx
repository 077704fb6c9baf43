import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { onUnauthorised } from '../api/request.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { SignInForm } from './SignInForm.tsx'

/** Asks to sign in again above the page, so that what was typed stays where it is. */
export function SessionExpired() {
  const { t } = useTranslation('session')
  const client = useQueryClient()
  const [isOpen, setIsOpen] = useState(false)
  useEffect(() => onUnauthorised(() => setIsOpen(true)), [])
  return (
    <Dialog isOpen={isOpen} onClose={() => setIsOpen(false)} title={t('expiredTitle')} isDismissable={false}>
      <p className="mb-4 text-muted">{t('expiredLead')}</p>
      <SignInForm
        onSignedIn={() => {
          setIsOpen(false)
          void client.invalidateQueries()
        }}
      />
    </Dialog>
  )
}
