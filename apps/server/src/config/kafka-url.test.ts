import { expect, it } from 'vitest'
import { parseConfig } from './parse-config.ts'

const cluster = (url: string) => {
  const { engine } = parseConfig({ KAFKA_URL: url }, '/')
  return engine.kind === 'embedded' ? engine.kafka : undefined
}

it.each([
  ['kafka://a', { servers: ['a:9092'], tls: false }],
  ['kafka://a:1,[::1]:2,c.example', { servers: ['a:1', '[::1]:2', 'c.example:9092'], tls: false }],
  [
    'kafkas://u%40x:p%2Fw@a:9093?mechanism=SCRAM-SHA-512',
    {
      servers: ['a:9093'],
      tls: true,
      credentials: { mechanism: 'SCRAM-SHA-512', username: 'u@x', password: 'p/w' },
    },
  ],
  [
    'kafka://u:p@a',
    { servers: ['a:9092'], tls: false, credentials: { mechanism: 'PLAIN', username: 'u', password: 'p' } },
  ],
])('reads %s', (url, expected) => expect(cluster(url)).toEqual(expected))

it.each([
  'a:9092',
  'http://a',
  'kafka://',
  'kafka://u@a',
  'kafka://u:secret@a?mechanism=GSSAPI',
  'kafka://a/b',
  'kafka://u:%zz@a',
])('refuses %s without repeating it', (url) => {
  expect(() => cluster(url)).toThrow(/KAFKA_URL: must be kafka:\/\/.*value not shown/)
  expect(() => cluster(url)).not.toThrow(/secret/)
})
