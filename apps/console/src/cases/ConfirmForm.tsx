import type { CaseDetail, ReviewItem } from '@gatehouse/kyc/wire'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { TextArea } from '../ui/Field.tsx'
import { confirm } from './cases-api.ts'
import { isConflict, useCaseAct } from './use-case-act.ts'

interface ConfirmFormProps {
  readonly kycCase: CaseDetail
  readonly item: ReviewItem
}

/** The second person's word on a proposal. */
export function ConfirmForm({ kycCase, item }: ConfirmFormProps) {
  const { t } = useTranslation('cases')
  const [note, setNote] = useState('')
  const { act, isBusy, error } = useCaseAct(kycCase.caseId)
  const decide = (decision: 'CONFIRM' | 'SEND_BACK') =>
    act({
      run: () => confirm(kycCase.caseId, item.itemId, { decision, note: note.trim(), revision: kycCase.revision }),
      done: decision === 'CONFIRM' ? t('decision.confirmedToast') : t('decision.sentBackToast'),
    })
  return (
    <div className="space-y-4 border-t border-hairline pt-4">
      {error !== null && (
        <ErrorPanel error={error} title={isConflict(error) ? t('decision.conflict') : t('decision.refused')}>
          {isConflict(error) && <p className="mt-1">{t('decision.conflictHint')}</p>}
        </ErrorPanel>
      )}
      <TextArea label={t('decision.confirmNote')} rows={2} value={note} onChange={setNote} />
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" isDisabled={isBusy} onPress={() => decide('CONFIRM')}>
          {t('decision.confirm')}
        </Button>
        <Button isDisabled={isBusy} onPress={() => decide('SEND_BACK')}>
          {t('decision.sendBack')}
        </Button>
      </div>
    </div>
  )
}
