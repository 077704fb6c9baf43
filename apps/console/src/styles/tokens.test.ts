import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { contrast, distance, parseHex, simulate } from './colour-maths.test-data.ts'

// The token file itself is read, so that a later edit of a colour cannot slip past these limits.
const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8')
const tokens = new Map(
  [...css.matchAll(/--color-([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(
    (match) => [match[1] ?? '', [match[2] ?? '', match[3] ?? '']] as const,
  ),
)
const themes = ['light', 'dark'] as const
const statuses = ['ok', 'run', 'bad', 'warn', 'hold', 'idle']
const texts = ['ink', 'muted', 'accent', ...statuses]

const colour = (name: string, theme: (typeof themes)[number]) => {
  const value = tokens.get(name)?.[theme === 'light' ? 0 : 1]
  if (value === undefined) throw new Error(`no token ${name}`)
  return parseHex(value)
}

describe.each(themes)('tokens in %s', (theme) => {
  it.each(texts)('%s reads on cards and on the page', (name) => {
    expect(contrast(colour(name, theme), colour('surface', theme))).toBeGreaterThanOrEqual(4.7)
    expect(contrast(colour(name, theme), colour('sunken', theme))).toBeGreaterThanOrEqual(4.7)
  })

  it.each(statuses)('%s reads on its own tint', (name) => {
    expect(contrast(colour(name, theme), colour(`${name}-tint`, theme))).toBeGreaterThanOrEqual(4.7)
  })

  it('draws borders that can be seen', () => {
    expect(contrast(colour('line', theme), colour('surface', theme))).toBeGreaterThanOrEqual(3.1)
    expect(contrast(colour('line', theme), colour('sunken', theme))).toBeGreaterThanOrEqual(3.1)
  })

  it('writes in the colour of the card on filled buttons and badges', () => {
    for (const filled of ['accent', 'bad'])
      expect(contrast(colour('surface', theme), colour(filled, theme))).toBeGreaterThanOrEqual(4.5)
  })

  it.each(['normal', 'protan', 'deutan', 'tritan'] as const)('keeps the statuses apart in %s sight', (sight) => {
    const least = theme === 'light' ? 7 : 8.5
    for (const [index, a] of statuses.entries()) {
      for (const b of statuses.slice(index + 1)) {
        const apart = distance(simulate(colour(a, theme), sight), simulate(colour(b, theme), sight))
        expect(apart, `${a} and ${b}`).toBeGreaterThanOrEqual(least)
      }
    }
  })
})
