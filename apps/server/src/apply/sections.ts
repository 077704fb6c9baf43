/** The sections of the applicant's task list, and how far each is. */
import { SECTIONS } from '@gatehouse/kyc/codes'
import type { ApplicationView, SectionId } from '@gatehouse/kyc/wire'

/** Paths into the Application that each section asks for; the first match wins. */
const sections: readonly { readonly id: SectionId; readonly paths: readonly string[] }[] = [
  { id: 'contact', paths: ['contact.email', 'contact.phone', 'contact.preferredLanguage'] },
  {
    id: 'name',
    paths: [
      'identity.givenNames',
      'identity.surnames',
      'identity.mononym',
      'identity.nameOriginalScript',
      'identity.otherNames',
    ],
  },
  {
    id: 'birth',
    paths: [
      'identity.dateOfBirth',
      'identity.dobPrecision',
      'identity.birthTown',
      'identity.birthCountry',
      'identity.sexOnDocument',
    ],
  },
  { id: 'publicOffice', paths: ['identity.pepDeclaration', 'relations'] },
  { id: 'nationality', paths: ['identity.nationalities', 'identity.nationalId', 'identity.residenceByInvestment'] },
  { id: 'address', paths: ['contact'] },
  { id: 'document', paths: ['document'] },
  { id: 'tax', paths: ['tax'] },
  { id: 'finances', paths: ['financial'] },
  { id: 'account', paths: ['account'] },
  { id: 'consents', paths: ['consents'] },
]

type SectionView = ApplicationView['sections'][number]
type Problem = ApplicationView['problems'][number]

/** The section that asks for the value at a path; undefined for paths that no page asks for. */
export function sectionOf(path: string): SectionId | undefined {
  return sections.find((section) => section.paths.some((prefix) => isWithin(path, prefix)))?.id
}

/**
 * A section is done when something was answered and nothing in it stops the submission.
 * @param answered paths that the applicant has given a value
 */
export function sectionStates(answered: readonly string[], problems: readonly Problem[]): SectionView[] {
  const started = new Set(answered.map(sectionOf))
  const blocked = new Set(
    problems.filter((problem) => problem.severity === 'error').map((problem) => sectionOf(problem.path)),
  )
  return SECTIONS.map((id) => ({
    id,
    state: !started.has(id) ? 'not-started' : blocked.has(id) ? 'in-progress' : 'done',
  }))
}

/** Leaf paths of a draft that hold a value: `identity.nationalities[0]`. */
export function answeredPaths(value: unknown, path = ''): string[] {
  if (value === null || value === undefined || value === '') return []
  if (Array.isArray(value)) return value.flatMap((item: unknown, index) => answeredPaths(item, `${path}[${index}]`))
  if (typeof value === 'object') {
    return Object.entries(value).flatMap(([key, item]) => answeredPaths(item, path === '' ? key : `${path}.${key}`))
  }
  return [path]
}

function isWithin(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}.`) || path.startsWith(`${prefix}[`)
}
