import { Moon } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button.tsx'
import { Menu } from '../ui/Menu.tsx'
import { applyTheme, currentTheme, themes } from './theme.ts'

export function ThemePicker() {
  const { t } = useTranslation()
  const [theme, setTheme] = useState(currentTheme)
  return (
    <Menu
      label={t('theme.label')}
      trigger={
        <Button variant="quiet" iconOnly aria-label={`${t('theme.label')}: ${t(`theme.${theme}`)}`}>
          <Moon size={16} aria-hidden="true" />
        </Button>
      }
      entries={themes.map((choice) => ({
        id: choice,
        text: t(`theme.${choice}`),
        label: (
          <>
            <span aria-hidden="true" className="w-4">
              {choice === theme ? '✓' : ''}
            </span>
            {t(`theme.${choice}`)}
          </>
        ),
        onAction: () => {
          applyTheme(choice)
          setTheme(choice)
        },
      }))}
    />
  )
}
