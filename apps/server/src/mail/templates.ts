/**
 * Texts of mail to applicants, in English and German. No personal data beyond the first name, no reasons, no
 * attachments; the only link leads to the portal.
 */
export interface MailText {
  readonly subject: string
  readonly text: string
}

export interface MailValues {
  readonly firstName: string | null
  readonly ref: string
  /** Address of the applicant's pages. */
  readonly portal: string
  /** Codes and dates that the template names; never anything about a decision. */
  readonly params: Readonly<Record<string, unknown>>
}

type Template = Readonly<Record<'en' | 'de', readonly [subject: string, body: string]>>

/** `{name}` is replaced; a value that is missing leaves the words around it readable. */
const templates: Readonly<Record<string, Template>> = {
  email_confirmation: {
    en: [
      'Your code: {code}',
      'Your code is {code}. It is valid for 15 minutes.\n\nIf you did not ask for it, you need not do anything.',
    ],
    de: [
      'Ihr Code: {code}',
      'Ihr Code ist {code}. Er gilt 15 Minuten.\n\nWenn Sie ihn nicht angefordert haben, brauchen Sie nichts zu tun.',
    ],
  },
  application_received: {
    en: [
      'We have your application {ref}',
      'Thank you, we have received your application {ref}. We are checking it now and will write to you.\n\nSee where it stands:\n{portal}/{ref}/status',
    ],
    de: [
      'Ihr Antrag {ref} ist da',
      'Vielen Dank, Ihr Antrag {ref} ist bei uns eingegangen. Wir prüfen ihn jetzt und melden uns.\n\nStand Ihres Antrags:\n{portal}/{ref}/status',
    ],
  },
  rfi_opened: {
    en: [
      'We need something from you for {ref}',
      'For your application {ref} we need something from you by {dueOn}.\n\nSee what it is and send it here:\n{portal}/{ref}/status',
    ],
    de: [
      'Wir brauchen noch etwas zu {ref}',
      'Zu Ihrem Antrag {ref} brauchen wir bis {dueOn} noch etwas von Ihnen.\n\nHier sehen Sie, was es ist, und können es senden:\n{portal}/{ref}/status',
    ],
  },
  rfi_reminder: {
    en: [
      'Reminder: your application {ref}',
      'We still need something from you for your application {ref}, by {dueOn}.\n\n{portal}/{ref}/status',
    ],
    de: [
      'Erinnerung: Ihr Antrag {ref}',
      'Zu Ihrem Antrag {ref} fehlt uns noch etwas, bitte bis {dueOn}.\n\n{portal}/{ref}/status',
    ],
  },
  rfi_expiring: {
    en: [
      'Last days for your application {ref}',
      'Your application {ref} ends on {dueOn} unless we hear from you.\n\n{portal}/{ref}/status',
    ],
    de: [
      'Letzte Tage für Ihren Antrag {ref}',
      'Ihr Antrag {ref} endet am {dueOn}, wenn wir nichts von Ihnen hören.\n\n{portal}/{ref}/status',
    ],
  },
  application_approved: {
    en: [
      'Welcome: your application {ref}',
      'Your application {ref} has been accepted. Welcome!\n\n{portal}/{ref}/status',
    ],
    de: ['Willkommen: Ihr Antrag {ref}', 'Ihr Antrag {ref} wurde angenommen. Willkommen!\n\n{portal}/{ref}/status'],
  },
  application_not_approved: {
    en: [
      'Your application {ref}',
      'We have looked at your application {ref} with care. We cannot offer you this product. You have the right to complain; the page below says how.\n\n{portal}/{ref}/status',
    ],
    de: [
      'Ihr Antrag {ref}',
      'Wir haben Ihren Antrag {ref} sorgfältig geprüft. Wir können Ihnen dieses Produkt nicht anbieten. Sie haben das Recht, sich zu beschweren; wie, steht auf dieser Seite.\n\n{portal}/{ref}/status',
    ],
  },
  application_expired: {
    en: [
      'Your application {ref} has ended',
      'We did not receive what we asked for, so your application {ref} has ended. You are welcome to apply again.\n\n{portal}',
    ],
    de: [
      'Ihr Antrag {ref} ist beendet',
      'Wir haben nicht erhalten, worum wir gebeten hatten. Ihr Antrag {ref} ist damit beendet. Sie können jederzeit neu beginnen.\n\n{portal}',
    ],
  },
  application_withdrawn: {
    en: ['You have withdrawn {ref}', 'Your application {ref} is withdrawn, as you asked.\n\n{portal}'],
    de: ['Sie haben {ref} zurückgezogen', 'Ihr Antrag {ref} ist zurückgezogen, wie Sie es wollten.\n\n{portal}'],
  },
}

const greetings = { en: ['Hello', 'Hello'], de: ['Guten Tag', 'Guten Tag'] } as const
const closings = { en: 'Your bank', de: 'Ihre Bank' } as const

/** Ids of all templates, for the test that holds them to what the workflows send. */
export const mailTemplateIds: readonly string[] = Object.keys(templates)

/** @returns undefined when there is no template of that id */
export function composeMail(templateId: string, locale: string, values: MailValues): MailText | undefined {
  const template = templates[templateId]
  if (template === undefined) return undefined
  const language = locale.toLowerCase().startsWith('de') ? 'de' : 'en'
  const [subject, body] = template[language]
  const greeting =
    values.firstName === null ? `${greetings[language][0]},` : `${greetings[language][1]} ${oneLine(values.firstName)},`
  return {
    subject: fill(subject, values, language),
    text: `${greeting}\n\n${fill(body, values, language)}\n\n${closings[language]}\n`,
  }
}

function fill(text: string, { ref, portal, params }: MailValues, language: 'en' | 'de'): string {
  const words: Readonly<Record<string, string>> = {
    ref,
    portal,
    code: asText(params['code']),
    dueOn: asDay(params['dueAt'] ?? params['dueOn'], language),
  }
  return text.replace(/\{(\w+)\}/g, (_, name: string) => words[name] ?? '')
}

function asText(value: unknown): string {
  return typeof value === 'string' ? oneLine(value) : ''
}

function asDay(value: unknown, language: 'en' | 'de'): string {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN
  if (Number.isNaN(time)) return language === 'de' ? 'bald' : 'soon'
  return new Intl.DateTimeFormat(language === 'de' ? 'de-DE' : 'en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(
    time,
  )
}

/** A line break in a name must not end the header or the line it stands in. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, 100)
}
