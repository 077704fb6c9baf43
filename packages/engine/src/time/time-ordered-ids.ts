// Ids that grow with time: UUIDs of version 7, RFC 9562.

import { randomFillSync } from 'node:crypto'
import type { NewId } from '../ports.ts'

const counterSize = 0x1000
const tailBytes = 8
// Asking for random bytes and for their digits costs more than either.
const tailsAtOnce = 256

/**
 * The index of a table by such ids grows at its end, where random ones spread over all of its pages: a commit then writes
 * one page for many rows and not one for each.
 * `now`: epoch milliseconds. Ids of one maker never go backwards, whatever the clock does, and end in 62 random bits.
 */
export function createTimeOrderedIds(now: () => number): NewId {
  let at = 0
  let count = 0
  let head = ''
  const newTail = createTails()
  return () => {
    const time = now()
    if (time > at) {
      at = time
      count = 0
      head = headOf(at)
    } else if (++count === counterSize) {
      // More than a millisecond's worth: on with the next one's.
      at += 1
      count = 0
      head = headOf(at)
    }
    return head + count.toString(16).padStart(3, '0') + newTail()
  }
}

function headOf(at: number): string {
  const digits = at.toString(16).padStart(12, '0')
  return `${digits.slice(0, 8)}-${digits.slice(8)}-7`
}

/** What follows the counter: 62 random bits behind the two of RFC 9562's variant. */
function createTails(): () => string {
  const random = Buffer.alloc(tailBytes * tailsAtOnce)
  let digits = ''
  let next = 0
  return () => {
    if (next === digits.length) {
      randomFillSync(random)
      for (let at = 0; at < random.length; at += tailBytes) random[at] = ((random[at] ?? 0) & 0x3f) | 0x80
      digits = random.toString('hex')
      next = 0
    }
    const middle = next + 4
    const end = next + 2 * tailBytes
    const tail = `-${digits.slice(next, middle)}-${digits.slice(middle, end)}`
    next = end
    return tail
  }
}
