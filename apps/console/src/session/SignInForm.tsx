import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { Button } from '../ui/Button.tsx'
import { TextField } from '../ui/Field.tsx'
import { signIn } from './session.ts'

interface SignInFormProps {
  readonly onSignedIn: () => void
}

export function SignInForm({ onSignedIn }: SignInFormProps) {
  const { t } = useTranslation('session')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [touched, setTouched] = useState(false)
  const enter = useMutation({ mutationFn: () => signIn(email, password), onSuccess: onSignedIn })
  const required = (value: string) => (touched && value === '' ? t('required') : undefined)
  const sayError = (error: unknown): string => {
    const status = error instanceof ApiError ? error.status : 0
    if (status === 429) return t('tooMany')
    if (status >= 400 && status < 500) return t('wrong')
    return t('failed', { message: error instanceof Error ? error.message : String(error) })
  }
  return (
    <form
      noValidate
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault()
        setTouched(true)
        if (email !== '' && password !== '') enter.mutate()
      }}
    >
      {enter.isError && (
        <p role="alert" className="rounded-sm border-s-4 border-bad bg-bad-tint px-3 py-2 text-bad">
          {sayError(enter.error)}
        </p>
      )}
      <TextField
        label={t('email')}
        type="email"
        autoComplete="username"
        value={email}
        onChange={setEmail}
        error={required(email)}
      />
      <TextField
        label={t('password')}
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        error={required(password)}
      />
      <Button type="submit" variant="primary" isDisabled={enter.isPending} className="w-full">
        {enter.isPending ? t('signingIn') : t('submit')}
      </Button>
    </form>
  )
}
