/** What kind of place an IP address is, as far as outgoing calls are concerned. */
import { BlockList, isIPv4, isIPv6 } from 'node:net'

/** `never`: link-local, cloud metadata, unspecified, broadcast and multicast addresses, which no task has business with. */
export type AddressKind = 'public' | 'private' | 'loopback' | 'never'

const NEVER = blockList([
  '0.0.0.0/8',
  '169.254.0.0/16',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  'fe80::/10',
  'ff00::/8',
  // Metadata and host services of clouds that live outside the link-local range.
  '100.100.100.200/32',
  '168.63.129.16/32',
  '192.0.0.192/32',
  'fd00:ec2::/32',
  'fd20:ce::/32',
])
const LOOPBACK = blockList(['127.0.0.0/8', '::1/128'])
const PRIVATE = blockList([
  '10.0.0.0/8',
  '100.64.0.0/10',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  'fc00::/7',
  'fec0::/10',
  '2001:db8::/32',
])

/** @param address an IP address without brackets; an IPv6 zone is ignored. */
export function addressKind(address: string): AddressKind {
  const plain = embeddedIPv4(address.replace(/%.*$/, '')) ?? address.replace(/%.*$/, '')
  const family = isIPv4(plain) ? 'ipv4' : 'ipv6'
  if (!isIPv4(plain) && !isIPv6(plain)) return 'never'
  if (NEVER.check(plain, family)) return 'never'
  if (LOOPBACK.check(plain, family)) return 'loopback'
  return PRIVATE.check(plain, family) ? 'private' : 'public'
}

/** The range as something to check addresses against, or undefined when the text is no range and no address. */
export function parseRange(text: string): BlockList | undefined {
  const [address = '', prefix] = text.split('/')
  const family = isIPv4(address) ? 'ipv4' : isIPv6(address) ? 'ipv6' : undefined
  if (family === undefined) return undefined
  const longest = family === 'ipv4' ? 32 : 128
  const length = prefix === undefined ? longest : /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN
  if (!(length <= longest)) return undefined
  const list = new BlockList()
  list.addSubnet(address, length, family)
  return list
}

export function isInRange(range: BlockList, address: string): boolean {
  const plain = embeddedIPv4(address) ?? address
  return range.check(plain, isIPv4(plain) ? 'ipv4' : 'ipv6')
}

function blockList(ranges: readonly string[]): BlockList {
  const list = new BlockList()
  for (const range of ranges) {
    const [address = '', prefix = ''] = range.split('/')
    list.addSubnet(address, Number(prefix), isIPv4(address) ? 'ipv4' : 'ipv6')
  }
  return list
}

const EMBEDDING = [
  { range: blockList(['::ffff:0:0/96']), firstGroup: 6 },
  { range: blockList(['::ffff:0:0:0/96']), firstGroup: 6 },
  { range: blockList(['64:ff9b::/96']), firstGroup: 6 },
  { range: blockList(['::/96']), firstGroup: 6 },
  { range: blockList(['2002::/16']), firstGroup: 1 },
] as const

/** The IPv4 address that an IPv6 address stands for: mapped, translated (NAT64), compatible or 6to4. */
function embeddedIPv4(address: string): string | undefined {
  if (!isIPv6(address)) return undefined
  const groups = groupsOf(address)
  for (const { range, firstGroup } of EMBEDDING) {
    if (!range.check(address, 'ipv6')) continue
    const [high = 0, low = 0] = groups.slice(firstGroup, firstGroup + 2)
    // `::` and `::1` are in the compatible range but mean themselves.
    if (high === 0 && low <= 1 && groups.every((group, index) => index === 7 || group === 0)) return undefined
    return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`
  }
  return undefined
}

/** The eight 16-bit groups of an IPv6 address. */
function groupsOf(address: string): number[] {
  // The URL parser writes the canonical form, dotted tails included.
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1)
  const [head = '', tail] = canonical.split('::')
  const before = parseGroups(head)
  if (tail === undefined) return before
  const after = parseGroups(tail)
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after]
}

function parseGroups(part: string): number[] {
  return part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16))
}
