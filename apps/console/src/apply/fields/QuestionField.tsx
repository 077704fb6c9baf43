import { useTranslation } from 'react-i18next'
import { hintOf } from './hint-of.ts'
import { textOf } from '../answer-path.ts'
import { AmountQuestion, PercentQuestion } from './AmountQuestion.tsx'
import { KindsQuestion, RadioQuestion, Tick, YesNoQuestion } from './ChoiceQuestion.tsx'
import { CountryQuestion, NationalitiesQuestion } from './CountryQuestion.tsx'
import { DateQuestion } from './DateQuestion.tsx'
import { EmailQuestion } from './EmailQuestion.tsx'
import { type FieldProps, fieldId } from './field-props.ts'
import { FieldShell } from './FieldShell.tsx'
import { FilesQuestion } from './FilesQuestion.tsx'
import { IbanQuestion } from './IbanQuestion.tsx'
import { TaxResidencesQuestion } from './TaxResidencesQuestion.tsx'
import { TextQuestion } from './TextQuestion.tsx'

/** Version of the terms that the tick accepts. */
export const termsVersion = '1'

/** One question by its kind. */
export function QuestionField(props: FieldProps) {
  const { question, answer, error, onChange, onLeave } = props
  switch (question.kind) {
    case 'text':
      return <TextQuestion {...props} question={question} />
    case 'email':
      return <EmailQuestion {...props} question={question} />
    case 'country':
      return <CountryQuestion {...props} question={question} />
    case 'date':
    case 'month':
      return <DateQuestion {...props} question={question} />
    case 'money':
      return <AmountQuestion {...props} question={question} />
    case 'percent':
      return <PercentQuestion {...props} question={question} />
    case 'iban':
      return <IbanQuestion {...props} question={question} />
    case 'yesno':
      return <YesNoQuestion {...props} question={question} />
    case 'radio':
      return <RadioQuestion {...props} question={question} />
    case 'kinds':
      return <KindsQuestion {...props} question={question} />
    case 'nationalities':
      return <NationalitiesQuestion {...props} question={question} />
    case 'taxResidences':
      return <TaxResidencesQuestion {...props} question={question} />
    case 'files':
      return <FilesQuestion {...props} question={question} />
    case 'signature':
      return <SignatureQuestion {...props} />
    case 'checkbox':
      return (
        <Tick
          question={question}
          error={error}
          checked={answer === question.on}
          onToggle={(checked) => {
            onChange(checked ? question.on : question.off)
            onLeave()
          }}
        />
      )
    case 'terms':
      return (
        <Tick
          question={question}
          error={error}
          checked={textOf(answer) !== ''}
          onToggle={(checked) => {
            onChange(checked ? termsVersion : undefined)
            onChange(checked ? new Date().toISOString() : undefined, 'consents.termsAcceptedAt')
            onLeave()
          }}
        />
      )
  }
}

/** A typed name is a signature with the moment it was given. */
function SignatureQuestion({ question, answer, error, onChange, onLeave }: FieldProps) {
  const { t } = useTranslation('apply')
  return (
    <FieldShell
      id={fieldId(question)}
      label={t(`question.${question.id}.label`)}
      hint={hintOf(question.id, t)}
      error={error}
    >
      {({ id, describedBy, invalid }) => (
        <input
          id={id}
          className="input"
          dir="auto"
          autoComplete="name"
          value={textOf(answer)}
          onChange={(event) => {
            const name = event.target.value
            onChange(name === '' ? undefined : name)
            onChange(name === '' ? undefined : new Date().toISOString(), 'tax.signedAt')
          }}
          onBlur={onLeave}
          aria-describedby={describedBy}
          aria-invalid={invalid}
        />
      )}
    </FieldShell>
  )
}
