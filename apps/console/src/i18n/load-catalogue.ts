/** One namespace a feature, one small chunk a language: where each of them lies. */
import type { Language } from './catalogue.ts'
import type { build } from './en/build.ts'
import type { codes } from './en/codes.ts'
import type { common } from './en/common.ts'
import type { diagram } from './en/diagram.ts'
import type { executions } from './en/executions.ts'
import type { operate } from './en/operate.ts'
import type { session } from './en/session.ts'
import type { apply } from './en/apply.ts'
import type { problems } from './en/problems.ts'
import type { cases } from './en/cases.ts'
import type { screening } from './en/screening.ts'
import type { audit } from './en/audit.ts'
import type { governance } from './en/governance.ts'
import type { policy } from './en/policy.ts'
import type { facts } from './en/facts.ts'
import type { triggers } from './en/triggers.ts'
import type { workbench } from './en/workbench.ts'

export interface Namespaces {
  common: typeof common
  codes: typeof codes
  session: typeof session
  diagram: typeof diagram
  executions: typeof executions
  build: typeof build
  triggers: typeof triggers
  workbench: typeof workbench
  operate: typeof operate
  facts: typeof facts
  audit: typeof audit
  policy: typeof policy
  governance: typeof governance
  screening: typeof screening
  cases: typeof cases
  problems: typeof problems
  apply: typeof apply
}

export type Namespace = keyof Namespaces

type Loader = () => Promise<Record<string, unknown>>

const loaders: Record<Language, Record<Namespace, Loader>> = {
  en: {
    common: () => import('./en/common.ts'),
    codes: () => import('./en/codes.ts'),
    session: () => import('./en/session.ts'),
    diagram: () => import('./en/diagram.ts'),
    executions: () => import('./en/executions.ts'),
    build: () => import('./en/build.ts'),
    triggers: () => import('./en/triggers.ts'),
    workbench: () => import('./en/workbench.ts'),
    operate: () => import('./en/operate.ts'),
    facts: () => import('./en/facts.ts'),
    audit: () => import('./en/audit.ts'),
    policy: () => import('./en/policy.ts'),
    governance: () => import('./en/governance.ts'),
    screening: () => import('./en/screening.ts'),
    cases: () => import('./en/cases.ts'),
    problems: () => import('./en/problems.ts'),
    apply: () => import('./en/apply.ts'),
  },
  de: {
    common: () => import('./de/common.ts'),
    codes: () => import('./de/codes.ts'),
    session: () => import('./de/session.ts'),
    diagram: () => import('./de/diagram.ts'),
    executions: () => import('./de/executions.ts'),
    build: () => import('./de/build.ts'),
    triggers: () => import('./de/triggers.ts'),
    workbench: () => import('./de/workbench.ts'),
    operate: () => import('./de/operate.ts'),
    facts: () => import('./de/facts.ts'),
    audit: () => import('./de/audit.ts'),
    policy: () => import('./de/policy.ts'),
    governance: () => import('./de/governance.ts'),
    screening: () => import('./de/screening.ts'),
    cases: () => import('./de/cases.ts'),
    problems: () => import('./de/problems.ts'),
    apply: () => import('./de/apply.ts'),
  },
}

const isNamespace = (name: string): name is Namespace => name in loaders.en

/** The strings of one namespace in one language. @throws when no such catalogue exists */
export async function loadCatalogue(language: Language, name: string): Promise<Record<string, unknown>> {
  if (!isNamespace(name)) throw new Error(`No catalogue '${name}'. Known: ${Object.keys(loaders.en).join(', ')}.`)
  const module = await loaders[language][name]()
  const strings = module[name]
  // A module of the catalogue exports one object under the name of its namespace.
  return strings as Record<string, unknown>
}
