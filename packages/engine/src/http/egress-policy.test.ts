import { describe, expect, it } from 'vitest'
import { addressKind } from './address-kind.ts'
import { createEgressPolicy } from './egress-policy.ts'

describe('addressKind', () => {
  it.each([
    ['93.184.216.34', 'public'],
    ['2606:2800:220:1:248:1893:25c8:1946', 'public'],
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['::1', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['::ffff:7f00:1', 'loopback'],
    ['64:ff9b::7f00:1', 'loopback'],
    ['2002:7f00:1::', 'loopback'],
    ['::127.0.0.1', 'loopback'],
    ['10.0.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['172.32.0.1', 'public'],
    ['192.168.1.1', 'private'],
    ['100.64.0.1', 'private'],
    ['fd12:3456::1', 'private'],
    ['::ffff:10.1.2.3', 'private'],
    ['169.254.169.254', 'never'],
    ['::ffff:169.254.169.254', 'never'],
    ['64:ff9b::a9fe:a9fe', 'never'],
    ['2002:a9fe:a9fe::', 'never'],
    ['fe80::1', 'never'],
    ['fe80::1%eth0', 'never'],
    ['fd00:ec2::254', 'never'],
    ['100.100.100.200', 'never'],
    ['168.63.129.16', 'never'],
    ['0.0.0.0', 'never'],
    ['::', 'never'],
    ['224.0.0.1', 'never'],
    ['255.255.255.255', 'never'],
    ['not an address', 'never'],
  ] as const)('%s is %s', (address, kind) => {
    expect(addressKind(address)).toBe(kind)
  })
})

function allowed(allow: string[], hostname: string, port: number, address = hostname): boolean {
  return createEgressPolicy({ allow }).refusal(hostname, port, address) === undefined
}

describe('the egress policy', () => {
  it.each<[string, boolean]>([
    ['nothing listed, public address', allowed([], 'example.org', 443, '93.184.216.34')],
    ['host and port', allowed(['core.bank.example:8443'], 'core.bank.example', 8443, '10.1.2.3')],
    ['host, any port', allowed(['Core.Bank.Example'], 'core.bank.example', 9, '10.1.2.3')],
    ['range', allowed(['10.1.0.0/16'], 'core.bank.example', 80, '10.1.2.3')],
    ['range of version 6', allowed(['fd12::/16'], 'x', 80, 'fd12::9')],
    ['address', allowed(['127.0.0.1'], '127.0.0.1', 4000)],
    ['address and port', allowed(['127.0.0.1:4000'], '127.0.0.1', 4000)],
    ['address in brackets', allowed(['[::1]:4000'], '::1', 4000)],
    ['mapped address in a listed range', allowed(['10.0.0.0/8'], 'x', 80, '::ffff:10.0.0.1')],
  ])('lets through: %s', (_name, isAllowed) => expect(isAllowed).toBe(true))

  it.each<[string, boolean]>([
    ['private, nothing listed', allowed([], '10.0.0.1', 80)],
    ['loopback, nothing listed', allowed([], 'localhost', 80, '127.0.0.1')],
    ['another port', allowed(['core.bank.example:8443'], 'core.bank.example', 80, '10.1.2.3')],
    ['another host at the same address', allowed(['core.bank.example'], 'evil.example', 80, '10.1.2.3')],
    ['outside the range', allowed(['10.1.0.0/16'], 'x', 80, '10.2.0.1')],
    ['link-local, although listed', allowed(['169.254.0.0/16', '169.254.169.254'], '169.254.169.254', 80)],
    ['metadata name, although listed', allowed(['metadata.example'], 'metadata.example', 80, '169.254.169.254')],
  ])('refuses: %s', (_name, isAllowed) => expect(isAllowed).toBe(false))

  it('names the setting and the entry that would help', () => {
    const policy = createEgressPolicy({})
    expect(policy.refusal('core.bank.example', 8443, '10.1.2.3')).toBe(
      'core.bank.example (10.1.2.3) is a private address. Add core.bank.example:8443 to GATEHOUSE_HTTP_ALLOW to let HTTP tasks call it.',
    )
    expect(policy.refusal('::1', 80, '::1')).toContain('Add [::1]:80 to GATEHOUSE_HTTP_ALLOW')
  })

  it('may let loopback through as a whole, and only that', () => {
    const policy = createEgressPolicy({ allowLoopback: true })
    expect(policy.refusal('localhost', 1, '127.0.0.1')).toBeUndefined()
    expect(policy.refusal('x', 1, '10.0.0.1')).toBeDefined()
    expect(policy.refusal('x', 1, '169.254.169.254')).toBeDefined()
  })

  it.each(['', 'a b', 'host:99999', '10.0.0.0/33', 'http://x'])('refuses the entry %j', (entry) => {
    expect(() => createEgressPolicy({ allow: [entry] })).toThrow(RangeError)
  })
})
