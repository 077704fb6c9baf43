// A version of the risk policy from draft to publication, as two people see it. Called by the walks.
import type { Walker } from './governance-walk.ts'

export async function walkPolicy({ gatehouse, signedIn, sound }: Walker): Promise<void> {
  const admin = await signedIn('Elena')
  await admin.goto(`${gatehouse.url}/policy`)
  await admin.getByRole('link', { name: /^1\.0\.0/ }).waitFor()
  await sound(admin)
  await admin.getByRole('link', { name: 'Draft a version' }).click()
  const editor = admin.getByRole('textbox', { name: 'Policy as JSON' })
  await editor.waitFor()
  const text = JSON.stringify((await policyOf(gatehouse.url, admin.context().request)).policy, null, 2)
  const wrong = text.replace('"1.0.0"', '"1.1.0"').replace(/"medium": \d+/, '"medium": 9000')
  await editor.fill(wrong)
  await admin.getByRole('button', { name: 'Save as a draft' }).click()
  await admin.getByText('The draft breaks rules').waitFor()
  await sound(admin)
  await editor.fill(text.replace('"1.0.0"', '"1.1.0"').replace(/"medium": \d+/, '"medium": 1'))
  await admin.getByRole('button', { name: 'Save as a draft' }).click()
  await admin.waitForURL(/\/policy\/1\.1\.0/)
  await admin.getByRole('button', { name: 'Try on decided cases' }).click()
  await admin.getByRole('heading', { name: 'What this version would have said' }).waitFor()
  await sound(admin)
  await admin.getByRole('button', { name: /^Propose/ }).press('Enter')
  await admin.getByRole('alertdialog').getByRole('button', { name: 'Propose' }).press('Enter')
  await admin.getByText('You drafted or proposed it: a second person has to publish.').waitFor()
  await sound(admin)
  await admin.goto(`${gatehouse.url}/policy/diff`)
  await admin.getByRole('row', { name: /thresholds\.medium/ }).waitFor()
  await sound(admin)

  const mlro = await signedIn('Dmitri')
  await mlro.goto(`${gatehouse.url}/policy/1.1.0`)
  await mlro.getByRole('button', { name: /^Publish/ }).click()
  await sound(mlro)
  await mlro.getByRole('alertdialog').getByRole('button', { name: 'Publish' }).click()
  await mlro.getByText('Published. New cases are assessed by it.').first().waitFor()
  await mlro.goto(`${gatehouse.url}/policy/1.0.0?tab=use`)
  await mlro.getByRole('table', { name: 'Decided by it' }).waitFor()
  await sound(mlro)
  const analyst = await signedIn('Anna')
  await analyst.goto(`${gatehouse.url}/policy`)
  await analyst.getByRole('alert').waitFor()
  await sound(analyst)
}

interface Fetching {
  get(url: string): Promise<{ json(): Promise<unknown> }>
}

async function policyOf(url: string, request: Fetching): Promise<{ policy: unknown }> {
  const answer = await request.get(`${url}/kyc/v1/policies/1.0.0`)
  // The route's answer is held by its own test.
  return (await answer.json()) as { policy: unknown }
}
