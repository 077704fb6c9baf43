import { expect, it } from 'vitest'
import { withoutEffect } from './without-effect.ts'

const settings = {
  KAFKA_URL: 'kafka://a',
  GATEHOUSE_REMOVE_DAYS: '9',
  CONDUCTOR_SECRET_A: 'hush-hush',
  CONDUCTOR_ENV_B: 'b',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
  CONDUCTOR_AUTH_KEY: 'k',
  PORT: '1',
}

it('names what a Conductor server elsewhere never hears of, by key alone', () => {
  const told = withoutEffect({ ...settings, CONDUCTOR_SERVER_URL: 'http://c:8080' })
  expect(told.toSorted()).toEqual([
    'CONDUCTOR_ENV_B',
    'CONDUCTOR_SECRET_A',
    'GATEHOUSE_REMOVE_DAYS',
    'KAFKA_URL',
    'OTEL_EXPORTER_OTLP_ENDPOINT',
  ])
})

it('has nothing to say beside the embedded engine', () => expect(withoutEffect(settings)).toEqual([]))
