import { getRouteApi } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button.tsx'
import { TextField } from '../ui/Field.tsx'

const route = getRouteApi('/shell/screening/try')

const isDate = (text: string | undefined): boolean =>
  text === undefined || /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/.test(text)
const isCountry = (text: string | undefined): boolean => text === undefined || /^[A-Za-z]{2}$/.test(text)
const given = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim())

/** A name, a document number, or both; the rest speaks for or against. */
export function TryNameForm() {
  const { t } = useTranslation('screening')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const [name, setName] = useState(search.name ?? '')
  const [dob, setDob] = useState(search.dob ?? '')
  const [country, setCountry] = useState(search.country ?? '')
  const [document, setDocument] = useState(search.document ?? '')
  const [tried, setTried] = useState(false)
  const isNobody = given(name) === undefined && given(document) === undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (isNobody || !isDate(given(dob)) || !isCountry(given(country))) return
    void navigate({
      search: ({ store, alert }) => ({
        name: given(name),
        dob: given(dob),
        country: given(country)?.toUpperCase(),
        document: given(document),
        store,
        alert,
      }),
    })
  }
  return (
    <form
      className="card grid items-start gap-3 p-4 sm:grid-cols-2 lg:grid-cols-[2fr_1fr_1fr_1fr_auto]"
      onSubmit={submit}
    >
      <TextField
        label={t('try.name')}
        value={name}
        onChange={setName}
        error={tried && isNobody ? t('try.nameMissing') : undefined}
      />
      <TextField
        label={t('try.birth')}
        value={dob}
        onChange={setDob}
        placeholder="1990-05-14"
        error={tried && !isDate(given(dob)) ? t('try.birthHint') : undefined}
      />
      <TextField
        label={t('try.country')}
        value={country}
        onChange={setCountry}
        placeholder="DE"
        error={tried && !isCountry(given(country)) ? t('try.countryHint') : undefined}
      />
      <TextField label={t('try.document')} value={document} onChange={setDocument} mono />
      <div className="lg:pt-6">
        <Button type="submit" variant="primary">
          {t('try.run')}
        </Button>
      </div>
    </form>
  )
}
