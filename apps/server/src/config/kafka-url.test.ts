import { expect, it } from 'vitest'
import { openKafka } from '../api/open-kafka.ts'
import { parseConfig } from './parse-config.ts'

const cluster = (url: string) => {
  const { engine } = parseConfig({ KAFKA_URL: url }, '/')
  return engine.kind === 'embedded' ? engine.kafka?.cluster : undefined
}

it.each([
  ['kafka://a', { servers: ['a:9092'] }],
  ['kafka://a:1,[::1]:2,c.example', { servers: ['a:1', '[::1]:2', 'c.example:9092'] }],
  [
    'kafkas://u%40x:p%2Fw@a:9093?mechanism=SCRAM-SHA-512',
    {
      servers: ['a:9093'],
      tls: {},
      credentials: { mechanism: 'SCRAM-SHA-512', username: 'u@x', password: 'p/w' },
    },
  ],
  ['kafka://u:p@a', { servers: ['a:9092'], credentials: { mechanism: 'PLAIN', username: 'u', password: 'p' } }],
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

it('takes certificates by file, relative to where it was started', () => {
  const { engine } = parseConfig(
    { KAFKA_URL: 'kafkas://a', KAFKA_CA: 'ca.pem', KAFKA_CERT: '/c', KAFKA_KEY: '/k' },
    '/etc',
  )
  const files = { ca: '/etc/ca.pem', cert: '/c', key: '/k' }
  expect(engine).toMatchObject({ kafka: { cluster: { servers: ['a:9092'], tls: {} }, files } })
})

it.each([
  [{ KAFKA_URL: 'kafka://a', KAFKA_CA: 'ca.pem' }, /KAFKA_CA: is for a KAFKA_URL that begins with kafkas/],
  [{ KAFKA_CA: 'ca.pem' }, /KAFKA_CA: is for a KAFKA_URL/],
  [{ KAFKA_URL: 'kafkas://a', KAFKA_CERT: 'c.pem' }, /KAFKA_KEY: must be set when KAFKA_CERT is/],
])('refuses %j', (raw, said) => expect(() => parseConfig(raw, '/')).toThrow(said))

it('refuses a file that is no certificate at the start, not with the first message', () => {
  const kafka = {
    cluster: { servers: ['a:1'], tls: {} },
    files: { ca: import.meta.filename, cert: undefined, key: undefined },
  }
  expect(() => openKafka(kafka)).toThrow(/KAFKA_CA: must be a readable PEM file with a certificate/)
  expect(() => openKafka({ ...kafka, files: { ...kafka.files, ca: '/nowhere' } })).toThrow(/KAFKA_CA.*ENOENT/)
})
