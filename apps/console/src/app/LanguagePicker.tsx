import { Languages } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { languages } from '../i18n/catalogue.ts'
import { setLanguage } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Menu } from '../ui/Menu.tsx'

export function LanguagePicker() {
  const { t, i18n } = useTranslation()
  return (
    <Menu
      label={t('language.label')}
      trigger={
        <Button variant="quiet" aria-label={`${t('language.label')}: ${i18n.language.toUpperCase()}`}>
          <Languages size={16} aria-hidden="true" />
          {i18n.language.toUpperCase()}
        </Button>
      }
      entries={languages.map((language) => ({
        id: language,
        label: t(`language.${language}`),
        onAction: () => void setLanguage(language),
      }))}
    />
  )
}
