// The walks, in a real browser on a real server, on a desk (1280 px) and on a phone (390 px).
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, launch, sidewaysScroll, violations } from '../support/browser.ts'
import { eventually, type Gatehouse, startGatehouse } from '../support/gatehouse.ts'
import { walkAppeal, walkClearedPairs, walkLegalHold } from './governance-walk.ts'
import { walkPolicy } from './policy-walk.ts'
import { walkUnfolding } from './unfold-walk.ts'

const executablePath = chromiumPath()
const root = join(import.meta.dirname, '../..')
const NOTE = 'Name, birth date and birth place are those of the entry.'

describe.runIf(executablePath !== undefined).each([1280, 390])('walks at %i px', (width) => {
  let gatehouse: Gatehouse
  let browser: Browser

  beforeAll(async () => {
    execFileSync('npm', ['run', 'build', '-w', 'apps/console'], { cwd: root, stdio: 'pipe' })
    gatehouse = await startGatehouse()
    await gatehouse.server.seedDemoCases()
    browser = await launch(executablePath ?? '')
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await gatehouse?.stop()
  })

  const open = async (): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width, height: 860 }, locale: 'en-GB' })
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    return page
  }
  const signedIn = async (firstName: string): Promise<Page> => {
    const account = gatehouse.server.demoAccounts.find(({ name }) => name.startsWith(firstName))
    if (account === undefined) throw new Error(`Nobody is called ${firstName}`)
    const page = await open()
    await page.context().request.post(`${gatehouse.url}/ui/v1/auth/sign-in/email`, {
      data: { email: account.email, password: account.password },
      headers: { origin: gatehouse.url },
    })
    return page
  }
  const sound = async (page: Page): Promise<void> => {
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    expect({ at: page.url(), violations: await violations(page), sideways: await sidewaysScroll(page) }).toEqual({
      at: page.url(),
      violations: [],
      sideways: 0,
    })
  }

  it('an applicant completes the form and sees the status', async () => {
    const page = await open()
    await apply(page, gatehouse, `petra.${width}@example.com`, sound)
    await page.locator('main a').last().click()
    await page.waitForURL(/\/status$/)
    await page
      .getByText(/received|being checked/i)
      .first()
      .waitFor()
    await sound(page)
  }, 180_000)

  it('an analyst compares a hit and proposes, and a second person confirms', async () => {
    const analyst = await signedIn('Anna')
    const { caseNumber, caseId } = await eventually('the hit to be in the queue', async () => {
      const { items } = await (await gatehouse.as('Anna')).queue('team')
      return items.find(
        ({ customerName, hits }) => customerName === 'Waldemar Schwarzkassen' && (hits.bestScore ?? 0) > 90,
      )
    })
    await analyst.goto(`${gatehouse.url}/cases?view=unassigned`)
    await analyst.getByRole('link', { name: caseNumber }).click()
    await analyst.getByRole('heading', { name: 'What we know' }).waitFor()
    await sound(analyst)
    await analyst
      .getByRole('link', { name: /^Screening/ })
      .first()
      .click()
    await analyst.getByRole('row', { name: /Birth date 1963-07-19 1963-07-19 agrees/ }).waitFor()
    const changes = analyst.getByRole('table', { name: 'What would change this' })
    await changes.getByRole('row', { name: /^Birth date/ }).waitFor()
    await sound(analyst)
    await decide(analyst, 'True match', /Name and birth date|name, birth date/i)
    await analyst
      .getByText(/second person|waits for/i)
      .first()
      .waitFor()

    const mlro = await signedIn('Dmitri')
    await mlro.goto(`${gatehouse.url}/approvals`)
    await sound(mlro)
    await mlro.getByRole('link', { name: caseNumber }).first().click()
    await confirm(mlro)
    await eventually('the case to be rejected', async () => {
      const { state, reasonCode } = await (await gatehouse.as('Dmitri')).kycCase(caseId)
      return state === 'REJECTED' && reasonCode === 'SANCTIONS_TRUE_MATCH'
    })
  }, 120_000)

  it('an analyst tries names, in two scripts and two languages, and sees why they are hits', async () => {
    const analyst = await signedIn('Anna')
    await analyst.goto(`${gatehouse.url}/screening/try`)
    await sound(analyst)
    await analyst.getByLabel('Name', { exact: true }).fill('Dawood Ibrahim')
    await analyst.getByLabel('Birth date').fill('26.12.1955')
    await analyst.getByRole('button', { name: 'Compare' }).click()
    await analyst.getByText('YYYY, YYYY-MM or YYYY-MM-DD').waitFor()
    await sound(analyst)
    await analyst.getByLabel('Birth date').fill('1955-12-26')
    await analyst.getByLabel('Nationality').fill('in')
    await analyst.getByLabel('Document number').fill('A-333602')
    await analyst.getByRole('button', { name: 'Compare' }).click()
    await analyst.getByText(/“Dawood Ibrahim” resembles/).waitFor()
    await analyst.getByRole('table', { name: 'What would change this' }).waitFor()
    const parts = analyst.getByRole('region', { name: 'Score' })
    const score = await parts.locator('b').first().textContent()
    expect(await parts.getByRole('row', { name: /^Sum of the parts/ }).textContent()).toBe(`Sum of the parts${score}`)
    await analyst.getByText('The entry as its publisher wrote it').click()
    await analyst
      .locator('pre')
      .getByText(/Kaskar/i)
      .waitFor()
    await sound(analyst)

    // A document alone, by keyboard, with the lines of this page moved.
    await analyst.getByLabel('Name', { exact: true }).fill('')
    await analyst.getByLabel('Document number').press('Enter')
    await analyst.getByText(/“A-333602” resembles/).waitFor()
    await analyst.getByRole('slider', { name: /^Kept from/ }).press('ArrowLeft')
    await analyst.waitForURL(/store=59&alert=75/)
    await analyst.getByText(/In force: kept from 60, alert from 75/).waitFor()
    await sound(analyst)
    await analyst.getByRole('button', { name: 'Back to the lines in force' }).click()
    await analyst.waitForURL((url) => !url.search.includes('store'))
    await analyst.getByRole('button', { name: 'Copy as curl' }).waitFor()

    await analyst.goto(
      `${gatehouse.url}/screening/try?name=${encodeURIComponent('Рамзан Кадыров')}&dob=1976-10-05&country=RU`,
    )
    await analyst.getByText('read from another script').first().waitFor()
    await sound(analyst)
    await analyst.evaluate(`localStorage.setItem('gatehouse.language', 'de')`)
    await analyst.reload()
    await analyst.getByText(/„Рамзан Кадыров“ gleicht/).waitFor()
    await analyst.getByText('aus anderer Schrift gelesen').first().waitFor()
    await sound(analyst)

    await analyst.goto(`${gatehouse.url}/screening/try?name=Zqwv+Unheard&dob=1990-05-14`)
    await analyst.getByText('Kein Treffer').waitFor()
    await sound(analyst)
    await analyst.goto(`${gatehouse.url}/screening/try?name=Anna&dob=tomorrow`)
    await analyst
      .getByRole('alert')
      .getByText(/1962-11-23/)
      .waitFor()
    await sound(analyst)
  }, 120_000)

  it('a senior analyst revokes a cleared pair by keyboard, and who may not is told who may', async () => {
    await walkClearedPairs({ gatehouse, open, signedIn, sound })
  }, 120_000)

  it('one asks for a legal hold, and another confirms it', async () => {
    await walkLegalHold({ gatehouse, open, signedIn, sound })
  }, 120_000)

  it('a refused applicant asks to be looked at again', async () => {
    await walkAppeal({ gatehouse, open, signedIn, sound })
  }, 120_000)

  it('a version of the risk policy is drafted, tried, proposed and published by two people', async () => {
    await walkPolicy({ gatehouse, open, signedIn, sound })
  }, 120_000)

  it('an author starts kycWorkflow in the workbench, and anyone sees why it failed', async () => {
    const author = await signedIn('Jonas')
    await author.goto(`${gatehouse.url}/workbench?workflow=kycWorkflow`)
    await author.getByLabel('caseId').fill('01ARZ3NDEKTSV4RRFFQ69G5FAV')
    await sound(author)
    await author.getByRole('button', { name: /^Start/ }).click()
    await author
      .getByText(/CASE_NOT_FOUND/)
      .first()
      .waitFor()
    const run = await eventually('the run', async () => {
      const found = await author.context().request.get(`${gatehouse.url}/api/workflow/search?query=status%3DFAILED`)
      const { results } = (await found.json()) as { results: { workflowId: string; workflowType: string }[] }
      return results.find(({ workflowType }) => workflowType === 'kycWorkflow')?.workflowId
    })
    const anyone = await signedIn('Greta')
    await anyone.goto(`${gatehouse.url}/executions/${run}`)
    await anyone.getByText('get_client_personal_details failed').waitFor()
    await anyone
      .getByText(/CASE_NOT_FOUND: Case/)
      .first()
      .waitFor()
    await sound(anyone)
  }, 120_000)

  it('a run is coloured by status and changes before the eyes of who looks at it', async () => {
    const page = await signedIn('Ines')
    const client = await gatehouse.as('Jonas')
    const definition = {
      name: `watched_${width}`,
      version: 1,
      schemaVersion: 2,
      ownerEmail: 'author@example.com',
      tasks: [{ name: 'sign_here', taskReferenceName: 'sign_here', type: 'HUMAN', inputParameters: {} }],
    }
    await client.call('PUT', '/api/metadata/workflow', [definition])
    const id = await client.call('POST', '/api/workflow', { name: definition.name, input: {} })
    await page.goto(`${gatehouse.url}/executions/${String(id)}`)
    await page.getByText('RUNNING').first().waitFor()
    await sound(page)
    await client.call('POST', `/api/tasks/${String(id)}/sign_here/COMPLETED`, {})
    await page.getByText('COMPLETED').first().waitFor()
  }, 120_000)

  it('sub-workflows unfold in the diagram of a run, one inside the other', async () => {
    await walkUnfolding({ gatehouse, open, signedIn, sound }, String(width))
  }, 120_000)

  it('an author sets a schedule and an event handler, tries the condition, and both start runs', async () => {
    const author = await signedIn('Jonas')
    const client = await gatehouse.as('Jonas')
    const name = `woken_${width}`
    const task = { name: 'note', taskReferenceName: 'note', type: 'SET_VARIABLE', inputParameters: { seen: true } }
    const definition = { name, version: 1, schemaVersion: 2, ownerEmail: 'author@example.com', tasks: [task] }
    await client.call('PUT', '/api/metadata/workflow', [definition])
    const runs = async (correlation: string): Promise<number> => {
      const query = encodeURIComponent(`workflowType=${name} AND correlationId=${correlation}`)
      const found = (await client.call('GET', `/api/workflow/search?query=${query}`)) as { totalHits: number }
      return found.totalHits
    }

    await author.goto(`${gatehouse.url}/build/schedules`)
    await sound(author)
    await author.getByRole('link', { name: 'New schedule' }).first().click()
    await author.getByLabel('Name').fill(name)
    await author.getByLabel('Cron expression').fill('0 0 99 * * *')
    await author.getByRole('alert').waitFor()
    await author.getByLabel('Cron expression').fill('0 0 6 * * MON-FRI')
    await author.getByText('At 06:00, Monday through Friday').waitFor()
    await author.getByLabel('Workflow', { exact: true }).selectOption(name)
    await sound(author)
    await author.getByRole('button', { name: 'Save' }).click()
    await author.getByRole('button', { name: 'Run now' }).click()
    await author.waitForURL(/\/executions\//)
    await author.goto(`${gatehouse.url}/build/schedules`)
    await author.getByRole('button', { name: `Pause: ${name}` }).click()
    await author.getByText('Paused').first().waitFor()
    await sound(author)

    await author.goto(`${gatehouse.url}/build/events/~new`)
    await author.getByLabel('Name').fill(name)
    await author.getByRole('textbox', { name: 'Event' }).fill(`conductor:${name}_sender:${name}`)
    await author.getByRole('textbox', { name: 'Condition' }).fill("$.status === 'OPEN'")
    const start = { name, correlationId: 'by-event', input: {} }
    await author
      .getByRole('textbox', { name: 'Actions (JSON)' })
      .fill(JSON.stringify([{ action: 'start_workflow', start_workflow: start }]))
    await author.getByRole('button', { name: 'Try', exact: true }).click()
    await author.getByText(/would not run/).waitFor()
    const reader = await signedIn('Greta')
    await reader.goto(`${gatehouse.url}/build/events/~new`)
    await reader.getByRole('textbox', { name: 'Condition' }).fill('true')
    await reader.getByText('authors and operators try it', { exact: false }).waitFor()
    expect(await reader.getByRole('button', { name: 'Try', exact: true }).isDisabled()).toBe(true)
    await sound(reader)
    await author.getByLabel('Sample message (JSON)').fill('{"status":"OPEN"}')
    await author.getByRole('button', { name: 'Try', exact: true }).click()
    await author.getByText('The actions would run.').waitFor()
    await sound(author)
    await author.getByRole('button', { name: 'Save' }).click()
    await author.getByRole('button', { name: 'Delete …' }).waitFor()
    await author.goto(`${gatehouse.url}/build/events`)
    await author.getByRole('button', { name: `Switch off: ${name}` }).waitFor()
    await sound(author)
    const sender = {
      ...definition,
      name: `${name}_sender`,
      tasks: [
        {
          name: 'tell',
          taskReferenceName: 'tell',
          type: 'EVENT',
          sink: `conductor:${name}`,
          inputParameters: { status: 'OPEN' },
        },
      ],
    }
    await client.call('PUT', '/api/metadata/workflow', [sender])
    await client.call('POST', '/api/workflow', { name: sender.name, input: {} })
    await eventually('the handler to start a run', async () => (await runs('by-event')) === 1 || undefined)
  }, 120_000)
})

/** Every step of the form, as a person with a passport and one nationality fills it in. */
async function apply(page: Page, gatehouse: Gatehouse, email: string, sound: (page: Page) => Promise<void>) {
  const next = async (): Promise<void> => {
    await sound(page)
    const before = page.url()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.waitForURL((url) => url.href !== before)
  }
  await page.goto(`${gatehouse.url}/apply`)
  await sound(page)
  await page.getByLabel('I have read how my data is used').check()
  await page.getByRole('button', { name: 'Start now' }).click()
  await page.getByRole('link', { name: 'Continue' }).click()

  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Phone number').fill('+49 30 23125 088')
  await page.getByRole('button', { name: 'Send a code to this address' }).click()
  const code = await eventually('a code by mail', async () => {
    const mails = await (await gatehouse.as('Anna')).mailbox()
    return mails.filter(({ to }) => to === email).flatMap(({ subject }) => /: (\d{6})$/.exec(subject)?.[1] ?? [])[0]
  })
  await page.getByLabel(/code/i).last().fill(code)
  await page.getByRole('button', { name: /confirm/i }).click()
  await page
    .getByText(/confirmed/i)
    .first()
    .waitFor()
  await next()

  await page.getByLabel('First names').fill('Petra')
  await page.getByLabel('Last name').fill('Morgenrot')
  await next()

  await page.getByLabel('Day').fill('27')
  await page.getByLabel('Month').fill('3')
  await page.getByLabel('Year').fill('1988')
  await page.getByLabel('Place of birth').fill('Emden')
  await page.getByLabel('Country of birth').selectOption('DE')
  await page.getByLabel('Female').check()
  await next()

  await page.getByLabel('Nationality 1').selectOption('DE')
  await next()

  await page.getByLabel('Country', { exact: true }).selectOption('DE')
  await page.getByLabel('Street').fill('Deichweg')
  await page.getByLabel(/^House number/).fill('3')
  await page.getByLabel('Postcode').fill('26721')
  await page.getByLabel('Town').fill('Emden')
  await next()

  await page.getByLabel('Passport', { exact: true }).check()
  await page.getByLabel('Country that issued it').selectOption('DE')
  await page
    .getByLabel(/number/i)
    .first()
    .fill('C77X00088')
  await next()

  await page.getByLabel('Country', { exact: true }).selectOption('DE')
  await page
    .getByLabel(/number/i)
    .first()
    .fill('86095742719')
  await page.getByLabel('No', { exact: true }).check()
  await page.getByLabel(/name/i).last().fill('Petra Morgenrot')
  await next()

  await page.getByLabel('Employed', { exact: true }).check()
  await page.getByLabel('Your occupation').fill('Teacher')
  await page.getByLabel(/^Employer/).fill('Schule am Deich')
  await page.getByLabel('Income in a year, before tax').fill('48000')
  await page.getByLabel('Salary', { exact: true }).check()
  await page.getByLabel('Salary and everyday life').check()
  await page.getByLabel(/will come in/).fill('3000')
  await page.getByLabel(/will go out/).fill('2500')
  await page.getByLabel('How much of it in cash?').fill('5')
  await next()

  await page.getByLabel('No', { exact: true }).check()
  await next()

  await page.getByLabel('What is your IBAN?').fill('DE02 1203 0000 0000 2020 51')
  await page.getByLabel('Account holder').fill('Petra Morgenrot')
  await next()

  await page.getByLabel('I accept the terms of business').check()
  await page.getByLabel('You may write to me electronically').check()
  await next()
  await page.getByRole('link', { name: 'Check your answers and send' }).last().click()
  await sound(page)
  await page.getByRole('button', { name: /send/i }).click()
  await page.waitForURL(/\/sent$/)
  await sound(page)
}

async function decide(page: Page, outcome: string, reason: RegExp): Promise<void> {
  await page.getByRole('radio', { name: outcome }).check()
  await page.getByRole('checkbox', { name: reason }).first().check()
  await page.getByRole('textbox', { name: /note/i }).fill(NOTE)
  await page.getByRole('button', { name: 'Propose' }).click()
}

async function confirm(page: Page): Promise<void> {
  await page
    .getByRole('link', { name: /^Decide/ })
    .first()
    .click()
  await page.getByRole('textbox', { name: /note/i }).first().fill(NOTE)
  await page.getByRole('button', { name: 'Confirm' }).click()
}
