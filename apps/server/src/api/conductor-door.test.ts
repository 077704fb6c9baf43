import { expect, it } from 'vitest'
import { doorFetch } from './conductor-door.ts'

it.each([
  ['http://conductor.internal/api/tasks/poll/batch/a?count=2', '/api/tasks/poll/batch/a?count=2'],
  ['https://bank.example/conductor/api/tasks', '/api/tasks'],
  ['https://bank.example/conductor/api/metadata/api/api', '/api/metadata/api/api'],
])('the address %s is asked at the door as %s', async (address, url) => {
  const asked: string[] = []
  const viaDoor = doorFetch(async (request) => {
    asked.push(request.url)
    return { status: 200, headers: {}, body: '[]' }
  })
  expect(await (await viaDoor(address)).json()).toEqual([])
  expect(asked).toEqual([url])
})
