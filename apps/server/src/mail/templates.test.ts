import { describe, expect, it } from 'vitest'
import { composeMail, mailTemplateIds } from './templates.ts'

const values = {
  firstName: 'Ada',
  ref: 'K7Q2',
  portal: 'https://kyc.example.com/apply',
  params: { code: '123456', dueAt: '2026-12-01T00:00:00Z' },
}

describe('mail to applicants', () => {
  it.each(
    mailTemplateIds.flatMap((id) => [
      [id, 'en'],
      [id, 'de'],
    ]),
  )('leaves no gap in %s (%s)', (id = '', locale = '') => {
    const mail = composeMail(id, locale, values)
    expect(mail?.subject).not.toMatch(/[{}]/)
    expect(mail?.text).not.toMatch(/[{}]|undefined/)
    expect(mail?.text).toContain('Ada')
  })

  it("speaks the applicant's language, and English otherwise", () => {
    expect(composeMail('email_confirmation', 'de', values)?.subject).toBe('Ihr Code: 123456')
    expect(composeMail('email_confirmation', 'fr', values)?.subject).toBe('Your code: 123456')
  })

  it('does not let a name break out of its line', () => {
    const mail = composeMail('application_approved', 'en', { ...values, firstName: 'Ada\r\nBcc: x@y.example' })
    expect(mail?.text).toContain('Hello Ada Bcc: x@y.example,\n')
  })

  it('says nothing of reasons in a rejection', () => {
    const mail = composeMail('application_not_approved', 'en', {
      ...values,
      params: { reasonCode: 'SANCTIONS_TRUE_MATCH' },
    })
    expect(mail?.text).not.toMatch(/sanction|match|risk/i)
  })

  it('knows no other template', () => {
    expect(composeMail('other', 'en', values)).toBeUndefined()
  })
})
