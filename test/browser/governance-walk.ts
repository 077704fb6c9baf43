// Cleared pairs, legal holds and requests, as the people who decide about them see them. Called by the walks.
import type { Page } from 'playwright-core'
import { eventually, type Gatehouse } from '../support/gatehouse.ts'
import { decide } from '../e2e/human-decisions.ts'

export interface Walker {
  readonly gatehouse: Gatehouse
  /** A page of nobody yet. */
  readonly open: () => Promise<Page>
  readonly signedIn: (firstName: string) => Promise<Page>
  /** axe finds nothing, and nothing scrolls sideways. */
  readonly sound: (page: Page) => Promise<void>
}

const REASON = 'A second look found that the passport was forged.'

/** A pair is cleared over HTTP; here it is read, refused to a reader, and revoked by keyboard. */
export async function walkClearedPairs({ gatehouse, signedIn, sound }: Walker): Promise<void> {
  const caseId = await eventually('the namesake to be in review', async () => {
    const { items } = await (await gatehouse.as('Anna')).queue('team')
    return items.find(
      ({ customerName, hits, state }) =>
        customerName === 'Waldemar Schwarzkassen' && state === 'IN_REVIEW' && (hits.bestScore ?? 100) < 90,
    )?.caseId
  })
  await decide('FALSE_POSITIVE', ['DOB_CONFLICT', 'BIRTHPLACE_CONFLICT'], 'Chiara')({ gatehouse, caseId, email: '' })
  const analyst = await signedIn('Anna')
  await analyst.goto(`${gatehouse.url}/good-guys`)
  await analyst.getByRole('link', { name: 'Waldemar Schwarzkassen' }).click()
  await analyst.getByText('Senior analysts, the MLRO and compliance administrators revoke.').waitFor()
  if (await analyst.getByRole('button', { name: /^Revoke/ }).isEnabled()) throw new Error('an analyst may not revoke')
  await sound(analyst)

  const senior = await signedIn('Chiara')
  await senior.goto(analyst.url())
  await senior.getByText('unchanged').nth(1).waitFor()
  await senior.getByRole('button', { name: /^Revoke/ }).press('Enter')
  const dialog = senior.getByRole('alertdialog')
  await dialog.getByLabel('Reason').fill('no')
  await senior.keyboard.press('Enter')
  await dialog.getByText('At least 20 characters.').nth(1).waitFor()
  await sound(senior)
  await dialog.getByLabel('Reason').fill(REASON)
  await senior.keyboard.press('Enter')
  await senior.getByText(REASON).waitFor()
  await sound(senior)
  await senior.goto(`${gatehouse.url}/good-guys?state=IN_FORCE`)
  await senior.getByRole('button', { name: 'Clear filters' }).waitFor()
  await sound(senior)

  // Support sees that there is a case, and neither its parts nor buttons that the server would refuse.
  const support = await signedIn('Hugo')
  await support.goto(`${gatehouse.url}/cases/${caseId}/screening`)
  await support.getByText('This part is not for your role').waitFor()
  for (const tab of ['Screening', 'Risk', 'Timeline', 'Run', 'Retention'])
    if ((await support.getByRole('link', { name: tab, exact: true }).count()) > 0) throw new Error(`${tab} is shown`)
  await sound(support)
  await support.goto(`${gatehouse.url}/good-guys`)
  await support.getByRole('alert').waitFor()
  await sound(support)
}

/** One asks for a hold on the page of a case, another confirms it among the approvals. */
export async function walkLegalHold({ gatehouse, signedIn, sound }: Walker): Promise<void> {
  const { items } = await (await gatehouse.as('Anna')).queue('team')
  const caseId = items[0]?.caseId ?? ''
  const admin = await signedIn('Elena')
  await admin.goto(`${gatehouse.url}/cases/${caseId}/retention`)
  await admin.getByText('No clock runs', { exact: false }).waitFor()
  await admin.getByRole('button', { name: /^Ask for a hold/ }).click()
  await admin.getByRole('button', { name: 'Ask', exact: true }).click()
  await admin.getByText('Please fill this in.').first().waitFor()
  await sound(admin)
  await admin.getByLabel('Authority').fill('FIU')
  await admin.getByLabel('File number').fill('FIU-2026-77')
  await admin.getByLabel('Until').fill('2029-01-31')
  await admin.getByLabel('Reason').fill('Ordered by letter, a copy is in the safe.')
  await admin.getByRole('button', { name: 'Ask', exact: true }).click()
  await admin.getByText('You asked: a second person has to confirm.').waitFor()
  await sound(admin)

  const mlro = await signedIn('Dmitri')
  await mlro.goto(`${gatehouse.url}/approvals`)
  await mlro.getByRole('button', { name: /^Confirm/ }).click()
  await mlro.getByRole('alertdialog').getByRole('textbox').fill('The order is genuine.')
  await mlro.getByRole('alertdialog').getByRole('button', { name: 'Confirm' }).click()
  await mlro.getByText('Confirmed, and done.').first().waitFor()
  for (const tab of ['holds', 'rules', 'requests']) {
    await mlro.goto(`${gatehouse.url}/retention?tab=${tab}`)
    await sound(mlro)
  }
  await mlro.goto(`${gatehouse.url}/retention`)
  await mlro.getByText('FIU-2026-77').waitFor()
  // Who works on the case does not learn that an authority looks at it.
  const analyst = await signedIn('Anna')
  await analyst.goto(`${gatehouse.url}/cases/${caseId}/timeline`)
  await analyst.getByRole('heading', { level: 1 }).waitFor()
  if ((await analyst.getByRole('link', { name: 'Retention' }).count()) > 0)
    throw new Error('retention is not for analysts')
}

/** A refused applicant asks to be looked at again. The refusal was made by the walk of the hit. */
export async function walkAppeal({ gatehouse, open, sound }: Walker): Promise<void> {
  const email = 'waldemar-schwarzkassen@example.com'
  const page = await open()
  const { request } = page.context()
  const post = (path: string, data: unknown) =>
    request.post(`${gatehouse.url}/apply/v1/${path}`, { data, headers: { origin: gatehouse.url } })
  await post('resume', { email })
  const code = await eventually('a code by mail', async () => {
    const mails = (await (await gatehouse.as('Anna')).mailbox()).filter(({ to }) => to === email)
    return mails.flatMap(({ subject, text }) => /\b(\d{6})\b/.exec(`${subject} ${text}`)?.[1] ?? [])[0]
  })
  const { ref } = (await (await post('resume/confirm', { email, code })).json()) as { ref: string }
  await page.goto(`${gatehouse.url}/apply/${ref}/status`)
  await page.getByText('You have the right to complain', { exact: false }).waitFor()
  await sound(page)
  await page.getByRole('link', { name: 'Ask us to look at this again' }).press('Enter')
  await page.getByRole('button', { name: 'Send' }).press('Enter')
  await page.getByRole('alert').getByText('Tell us why').waitFor()
  await sound(page)
  await page.getByLabel('What should we know?').fill('I share a name with somebody, no more.')
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByText('Your new reference is', { exact: false }).waitFor()
  await sound(page)
  await page.locator('main a').last().click()
  await page.getByText('you asked us to look at this again', { exact: false }).waitFor()
  await sound(page)
}
