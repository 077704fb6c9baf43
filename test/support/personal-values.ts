// What a person's values look like once they have leaked, and a search for them.
import { createHash } from 'node:crypto'
import { type TestCustomer, toApplication } from '@gatehouse/kyc/testing'

/** One value as it is looked for. */
export interface Needle {
  /** Whose it is and which, such as `C01 surnames`. */
  readonly label: string
  /** In normal form, with a space at both ends: whole words only. */
  readonly words: string
}

/** A shorter word also stands for other things; a date is looked for whatever its length. */
const MIN_LENGTH = 5

/** Every value of the customer that must never enter workflow state, as words, and the digests a reader could try out. */
export function personalValuesOf(customer: TestCustomer): readonly Needle[] {
  const { id, applicant, document } = customer
  const values: (readonly [string, string | null | undefined])[] = [
    ['givenNames', applicant.givenNames],
    ['surnames', applicant.surnames],
    ['name', `${applicant.givenNames} ${applicant.surnames}`],
    ['spouse', applicant.spouse],
    ['email', applicant.email],
    ['phone', applicant.phone],
    ['street', applicant.address?.street],
    ['birthTown', applicant.birthTown],
    ['iban', applicant.iban],
    ['tin', applicant.usTin],
    ['documentNumber', document.number],
    ...document.mrz.map((line, index) => [`mrz${index + 1}`, line] as const),
    ...answersOf(customer),
  ]
  const plain = values.flatMap(([field, value]) =>
    [...formsOf(value ?? '')].map((form) => ({ label: `${id} ${field}`, words: wordsOf(form) })),
  )
  const digests = values.flatMap(([field, value]) =>
    value === null || value === undefined || value === ''
      ? []
      : ['hex' as const, 'base64' as const].map((encoding) => ({
          label: `${id} ${field}, unsalted digest`,
          words: wordsOf(createHash('sha256').update(value).digest(encoding)),
        })),
  )
  const long = [...plain, ...digests].filter(({ words }) => words.replaceAll(' ', '').length >= MIN_LENGTH)
  return [...long, ...datesOf(customer), ...amountsOf(customer)]
}

/** Diacritics, case and punctuation do not hide a value: words of letters and digits, one space between. */
export function wordsOf(text: string): string {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return ` ${plain.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()} `
}

/** Labels of what is found in a text, with a piece of the text around it. */
export function findIn(text: string, needles: readonly Needle[]): readonly string[] {
  const hay = wordsOf(text)
  // Nearly every value is ruled out by one of its words: megabytes are gone through once instead of once a value.
  const known = new Set(hay.split(' '))
  return needles.flatMap(({ label, words }) => {
    const at = words.split(' ').every((word) => known.has(word)) ? hay.indexOf(words) : -1
    return at < 0 ? [] : [`${label}: …${hay.slice(Math.max(0, at - 60), at + words.length + 20)}…`]
  })
}

/** As given, with German letters written out, as one word without its separators, and in groups of four as on paper. */
function formsOf(value: string): ReadonlySet<string> {
  const written = value.replace(/[äöüß]/gi, (letter) => WRITTEN_OUT[letter.toLowerCase()] ?? letter)
  const single = value.replace(/[\s+-]/g, '')
  return new Set([value, written, single, single.replace(/(.{4})(?=.)/g, '$1 ')])
}

const WRITTEN_OUT: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' }

/** What the applicant sends in when asked, which the file does not hold. */
function answersOf({ id }: TestCustomer): readonly (readonly [string, string])[] {
  return ANSWERS[id] ?? []
}

const ANSWERS: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  C15: [['iban', 'DE72370400440532013015']],
  C16: [['iban', 'DE93370400440532013316']],
  C26: [['tin', '987-65-4320']],
}

function datesOf({ id, applicant, document }: TestCustomer): readonly Needle[] {
  const dates = [['dateOfBirth', applicant.dateOfBirth] as const, ['expiryDate', document.expiryDate] as const]
  return dates.flatMap(([field, date]) => {
    const [year = '', month = '', day = ''] = date.split('-')
    const forms = [date, `${day}.${month}.${year}`, `${month}/${day}/${year}`, `${year}${month}${day}`]
    return forms.map((form) => ({ label: `${id} ${field}`, words: wordsOf(form) }))
  })
}

/** Euros and cents. Round thousands of euros are also milliseconds and limits, so those count from six digits on. */
function amountsOf(customer: TestCustomer): readonly Needle[] {
  const { financial } = toApplication(customer)
  const amounts = [financial.annualIncome, financial.wealth, financial.debt, financial.assetsHandled]
  return amounts.flatMap((amount) => {
    if (amount === undefined || amount.minor === 0) return []
    const forms = [String(amount.minor), String(amount.minor / 100), (amount.minor / 100).toFixed(2)]
    return forms
      .filter((form) => form.replace('.', '').length >= 6)
      .map((form) => ({ label: `${customer.id} amount`, words: wordsOf(form) }))
  })
}
