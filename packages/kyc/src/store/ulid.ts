/** ULIDs: 48 bits of time, 80 of chance; within one millisecond each is greater than the one before. */
import { randomBytes } from 'node:crypto'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A source of ids on the given clock. */
export function ulidSource(clock: () => number): () => string {
  let lastMs = -1
  let tail = 0n
  return () => {
    const now = clock()
    if (now > lastMs) {
      lastMs = now
      // 79 bits: adding one can then never overflow within the same millisecond.
      tail = BigInt(`0x${randomBytes(10).toString('hex')}`) >> 1n
    } else {
      tail += 1n
    }
    return encode(BigInt(lastMs), 10) + encode(tail, 16)
  }
}

function encode(value: bigint, length: number): string {
  let rest = value
  let text = ''
  for (let at = 0; at < length; at++) {
    text = ALPHABET.charAt(Number(rest & 31n)) + text
    rest >>= 5n
  }
  return text
}

/** A reference for people, without letters that are read wrongly: `A-7K3M-Q9XW`. 40 random bits. */
export function publicReference(): string {
  const text = encode(BigInt(`0x${randomBytes(5).toString('hex')}`), 8)
  return `A-${text.slice(0, 4)}-${text.slice(4)}`
}
