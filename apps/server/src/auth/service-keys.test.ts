import { openSqlite } from '@gatehouse/kyc/sqlite'
import type { Kysely } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ServiceKeys, ServiceKeyTables } from './service-keys.ts'
import { createServiceKeys } from './service-keys.ts'

let now = 0
let db: Kysely<ServiceKeyTables>
let keys: ServiceKeys

beforeEach(async () => {
  now = Date.UTC(2026, 10, 23)
  db = openSqlite(':memory:').withTables<ServiceKeyTables>()
  keys = createServiceKeys(db, new Uint8Array(32).fill(5), () => new Date(now))
  await keys.migrate()
})

describe('service keys', () => {
  it('exchange the right secret for a token with their scopes', async () => {
    const { keyId, secret } = await keys.create({ name: 'worker', scopes: ['engine'] })
    const token = (await keys.exchange(keyId, secret)) ?? ''
    expect(await keys.check(token)).toEqual({ ok: true, identity: { keyId, scopes: ['engine'] } })
  })

  it('refuse a wrong secret and an unknown key', async () => {
    const { keyId } = await keys.create({ name: 'worker', scopes: ['engine'] })
    expect(await keys.exchange(keyId, 'guess')).toBeUndefined()
    expect(await keys.exchange('unknown', 'guess')).toBeUndefined()
  })

  it('take a token for one hour', async () => {
    const { keyId, secret } = await keys.create({ name: 'worker', scopes: ['engine'] })
    const token = (await keys.exchange(keyId, secret)) ?? ''
    now += 3_601_000
    expect(await keys.check(token)).toEqual({ ok: false, reason: 'EXPIRED_TOKEN' })
  })

  it.each(['', '.', 'a.b', 'eyJrIjoieCJ9.', '...'])('refuse the forged token %j', async (token) => {
    expect(await keys.check(token)).toEqual({ ok: false, reason: 'INVALID_TOKEN' })
  })

  it('are gone when removed', async () => {
    const { keyId, secret } = await keys.create({ name: 'worker', scopes: ['intake'] })
    expect(await keys.remove(keyId)).toBe(true)
    expect(await keys.remove(keyId)).toBe(false)
    expect(await keys.exchange(keyId, secret)).toBeUndefined()
    expect(await keys.list()).toEqual([])
  })

  it('take their tokens with them, also when another process removes the key', async () => {
    const { keyId, secret } = await keys.create({ name: 'worker', scopes: ['engine'] })
    const token = (await keys.exchange(keyId, secret)) ?? ''
    expect(await keys.check(token)).toMatchObject({ ok: true })
    await db.deleteFrom('service_key').where('key_id', '=', keyId).execute()
    now += 5_001
    expect(await keys.check(token)).toEqual({ ok: false, reason: 'INVALID_TOKEN' })
  })

  it('end their tokens at once where they are removed', async () => {
    const { keyId, secret } = await keys.create({ name: 'worker', scopes: ['engine'] })
    const token = (await keys.exchange(keyId, secret)) ?? ''
    expect(await keys.check(token)).toMatchObject({ ok: true })
    await keys.remove(keyId)
    expect(await keys.check(token)).toEqual({ ok: false, reason: 'INVALID_TOKEN' })
  })
})
