import { Link, useMatches } from '@tanstack/react-router'
import { Fragment, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { NavLabel } from './navigation.ts'

/** Where the page stands: the section as a link, then the object. Routes say it in `staticData`. */
export function Breadcrumb() {
  const { t } = useTranslation()
  const matches = useMatches()
  const section = matches.findLast((match) => match.staticData.section !== undefined)?.staticData.section
  const last = matches.at(-1)
  const object = last?.staticData.object?.(last.params)
  if (section === undefined) return null
  return (
    <ol aria-label={t('nav.label')} className="hidden min-w-0 items-center gap-1.5 text-muted sm:flex">
      <Fragment>
        <li className="shrink-0">
          {object === undefined ? t(`nav.${section.label}`) : <Link to={section.to}>{t(`nav.${section.label}`)}</Link>}
        </li>
        {object !== undefined && (
          <>
            <li aria-hidden="true">▸</li>
            <li className="truncate text-ink">{object}</li>
          </>
        )}
      </Fragment>
    </ol>
  )
}

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    readonly section?: { readonly to: string; readonly label: NavLabel }
    /** Name of the object that the page shows, from the parameters of its address. */
    readonly object?: (params: Readonly<Record<string, string | undefined>>) => ReactNode
  }
}
