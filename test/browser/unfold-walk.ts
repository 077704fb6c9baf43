// Sub-workflows of a run, unfolded in its diagram: by mouse, by keyboard, and by the address. Called by the walks.
import type { Walker } from './governance-walk.ts'
import { eventually } from '../support/gatehouse.ts'

export async function walkUnfolding({ gatehouse, signedIn, sound }: Walker, tag: string): Promise<void> {
  const client = await gatehouse.as('Jonas')
  const define = (name: string, tasks: readonly Record<string, unknown>[]) =>
    client.call('PUT', '/api/metadata/workflow', [
      { name, version: 1, schemaVersion: 2, ownerEmail: 'author@example.com', tasks },
    ])
  const sub = (ref: string, name: string) => ({
    name: ref,
    taskReferenceName: ref,
    type: 'SUB_WORKFLOW',
    subWorkflowParam: { name, version: 1 },
    inputParameters: {},
  })
  const note = { name: 'note', taskReferenceName: 'note', type: 'SET_VARIABLE', inputParameters: { seen: true } }
  const sign = { name: 'sign', taskReferenceName: 'sign', type: 'HUMAN', inputParameters: {} }
  await define(`leaf_${tag}`, [note, sign])
  await define(`middle_${tag}`, [note, sub('deeper', `leaf_${tag}`)])
  await define(`outer_${tag}`, [note, sub('deep', `middle_${tag}`)])
  const id = String(await client.call('POST', '/api/workflow', { name: `outer_${tag}`, input: {} }))
  await eventually('the leaf to wait for its person', async () => {
    const found = await client.call(
      'GET',
      `/api/workflow/search?query=${encodeURIComponent(`workflowType=leaf_${tag}`)}`,
    )
    return (found as { totalHits: number }).totalHits > 0
  })

  const page = await signedIn('Ines')
  await page.goto(`${gatehouse.url}/executions/${id}/diagram`)
  const outline = page.getByRole('navigation', { name: 'Outline' })
  await outline.getByRole('button', { name: 'Unfold sub-workflow: deep', exact: true }).press('Enter')
  await page.waitForURL(/unfold=deep/)
  // The canvas is one tab stop: an arrow goes into the frame, the space bar unfolds what lies in it.
  await outline.getByRole('button', { name: 'Unfold sub-workflow: deeper', exact: true }).waitFor()
  const canvas = page.getByLabel(/^Workflow diagram/)
  await canvas.focus()
  for (let step = 0; step < 4; step++) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Space')
  await page.waitForURL((url) => (url.searchParams.get('unfold') ?? '').includes('deep▸deeper'))
  await outline.getByRole('button', { name: /^sign HUMAN/ }).waitFor()
  await sound(page)
  await page.reload()
  await outline.getByRole('button', { name: /^sign HUMAN/ }).press('Enter')
  await page.getByRole('complementary').getByRole('heading', { name: 'sign' }).waitFor()
  await sound(page)
  await outline.getByRole('button', { name: 'Fold sub-workflow: deep', exact: true }).press('Enter')
  await page.waitForURL((url) => !url.searchParams.has('unfold'))
}
