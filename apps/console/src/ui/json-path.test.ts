import { describe, expect, it } from 'vitest'
import { formatPath, type PathStep, toExpression } from './json-path.ts'

describe('json paths', () => {
  it.each<[readonly PathStep[], string]>([
    [[], ''],
    [['output', 'items', 0, 'name'], 'output.items[0].name'],
    [['a.b'], "['a.b']"],
    [['x', 'a b', 2], "x['a b'][2]"],
    [["it's"], String.raw`['it\'s']`],
  ])('writes %j as %s', (steps, text) => {
    expect(formatPath(steps)).toBe(text)
  })

  it.each<[string, readonly PathStep[], string]>([
    ['ask.output', ['response', 'body'], '${ask.output.response.body}'],
    ['ask.output', [0], '${ask.output[0]}'],
    ['workflow.input', [], '${workflow.input}'],
    ['ask.output', ['a.b'], "${ask.output['a.b']}"],
  ])('offers below %s the path %j as %s', (root, steps, expression) => {
    expect(toExpression(root, steps)).toBe(expression)
  })
})
