// A real Chromium, when one is installed, and the questions that every page is asked.
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, chromium, type Page } from 'playwright-core'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Path of the browser, or undefined, said once in one line. With REQUIRE_ALL=1 its absence is an error. */
export function chromiumPath(): string | undefined {
  const found = PLACES.find((path) => existsSync(path))
  if (found !== undefined) return found
  if (process.env['REQUIRE_ALL'] === '1') throw new Error('No Chromium is installed, and REQUIRE_ALL=1 demands one')
  console.log('Left out: walks in a browser (no Chromium is installed)')
  return undefined
}

export function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Violations of the page as it is now, each as `rule: selector`. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource)
  return page.evaluate(async () => {
    // axe defines itself on the window
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { target: string[] }[] }[] }> }
    }
    const { violations: found } = await axe.run()
    return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
  })
}

/** Pixels by which the page is wider than the window. */
export function sidewaysScroll(page: Page): Promise<number> {
  // As text: these tests are checked without the types of a browser
  return page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
}
