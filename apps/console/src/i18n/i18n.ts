/** Starts i18next in the person's language; catalogues are fetched when a page first needs them. */
import { type BackendModule, createInstance } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { isLanguage, type Language, languages } from './catalogue.ts'
import { loadCatalogue, type Namespace } from './load-catalogue.ts'

export const i18n = createInstance()

const storageKey = 'gatehouse.language'

const backend: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (language, namespace, done) => {
    loadCatalogue(isLanguage(language) ? language : 'en', namespace).then(
      (strings) => done(null, strings),
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), null),
    )
  },
}

export async function startI18n(first: readonly Namespace[] = ['common', 'session']): Promise<void> {
  await i18n
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: preferredLanguage(),
      fallbackLng: 'en',
      supportedLngs: [...languages],
      ns: [...first],
      defaultNS: 'common',
      interpolation: { escapeValue: false },
      react: { useSuspense: true },
    })
  document.documentElement.lang = i18n.language
}

/** Switches language without a reload and remembers the choice on this device. */
export async function setLanguage(language: Language): Promise<void> {
  localStorage.setItem(storageKey, language)
  await i18n.changeLanguage(language)
  document.documentElement.lang = language
}

/** Fetches a page's strings beside its code. */
export const loadStrings = (...names: Namespace[]): Promise<void> => i18n.loadNamespaces(names)

function preferredLanguage(): Language {
  const remembered = localStorage.getItem(storageKey)
  if (isLanguage(remembered)) return remembered
  const wanted = navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage)
  return wanted ?? 'en'
}
