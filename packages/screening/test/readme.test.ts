// The example of the README runs as it stands and prints what it says.

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

it('does what the README says', () => {
  const folder = join(import.meta.dirname, '..')
  const [, example = ''] = /```js\n(.*?)```/s.exec(readFileSync(join(folder, 'README.md'), 'utf8')) ?? []
  const [, said] = /\n\/\/ (.*)\n$/.exec(example) ?? []
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', example], {
    cwd: folder,
    encoding: 'utf8',
  })
  expect(output.trim()).toBe(said)
})
