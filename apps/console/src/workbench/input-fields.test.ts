import { describe, expect, it } from 'vitest'
import { workflowDefSchema } from '../api/conductor.ts'
import { inputFields, readFields } from './input-fields.ts'

const definition = (more: Record<string, unknown>) =>
  workflowDefSchema.parse({ name: 'w', version: 1, tasks: [], ...more })

describe('inputFields', () => {
  it('follows the schema where there is one', () => {
    const schema = {
      type: 'object',
      required: ['name'],
      properties: {
        name: { type: 'string', description: 'Whom' },
        times: { type: 'integer' },
        born: { type: 'string', format: 'date' },
        tone: { type: 'string', enum: ['warm', 'cool'] },
        rest: { type: 'object' },
      },
    }
    const fields = inputFields(definition({ inputSchema: { name: 's', data: schema } }), [])
    expect(fields.map((field) => [field.name, field.kind, field.required])).toEqual([
      ['name', 'text', true],
      ['times', 'number', false],
      ['born', 'date', false],
      ['tone', 'choice', false],
      ['rest', 'json', false],
    ])
  })

  it('guesses kinds of the named parameters from past inputs', () => {
    const fields = inputFields(definition({ inputParameters: ['a', 'b', 'c', 'd'] }), [
      { a: 1, b: null },
      { b: true, c: { x: 1 } },
    ])
    expect(fields.map((field) => field.kind)).toEqual(['number', 'boolean', 'json', 'text'])
  })

  it('finds the names that the tasks read when none are listed', () => {
    const tasks = [
      {
        name: 't',
        taskReferenceName: 't',
        type: 'HTTP',
        inputParameters: { u: '${workflow.input.base}/x/${workflow.input.id}', again: '${workflow.input.base}' },
      },
    ]
    expect(inputFields(definition({ tasks }), []).map((field) => field.name)).toEqual(['base', 'id'])
  })
})

describe('readFields', () => {
  const field = (name: string, kind: 'text' | 'number' | 'boolean' | 'json', required = false) => ({
    name,
    kind,
    required,
    hint: undefined,
    choices: [],
  })

  it('reads each kind and leaves out what is empty', () => {
    const { input, problems } = readFields(
      [field('a', 'text'), field('b', 'number'), field('c', 'boolean'), field('d', 'json'), field('e', 'text')],
      { a: ' x ', b: '12345678901234567890', c: 'false', d: '[1]', e: '' },
    )
    expect(input).toEqual({ a: ' x ', b: 12345678901234567890n, c: false, d: [1] })
    expect(problems.size).toBe(0)
  })

  it('says what is wrong at each field', () => {
    const { problems } = readFields([field('a', 'text', true), field('b', 'number'), field('c', 'json')], {
      b: 'ten',
      c: '{',
    })
    expect([...problems].map(([name, problem]) => [name, problem.kind])).toEqual([
      ['a', 'required'],
      ['b', 'notNumber'],
      ['c', 'notJson'],
    ])
  })
})
