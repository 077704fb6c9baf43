/** Edit distance with neighbours exchanged counted once, cut off at a limit. */

/** Are the two words within `limit` insertions, deletions, substitutions or exchanges of neighbours? */
export function editsWithin(a: string, b: string, limit: number): boolean {
  if (Math.abs(a.length - b.length) > limit) return false
  codesOfA = writeCodes(a, codesOfA)
  codesOfB = writeCodes(b, codesOfB)
  return rangeEditsWithin(codesOfA, 0, a.length, codesOfB, 0, b.length, limit)
}

let codesOfA = new Uint16Array(64)
let codesOfB = new Uint16Array(64)

function writeCodes(text: string, room: Uint16Array<ArrayBuffer>): Uint16Array<ArrayBuffer> {
  const codes = room.length < text.length ? new Uint16Array(text.length) : room
  for (let i = 0; i < text.length; i++) codes[i] = text.charCodeAt(i)
  return codes
}

/** The same of pieces of two buffers of letters, ends exclusive. */
export function rangeEditsWithin(
  a: Uint8Array | Uint16Array,
  aFrom: number,
  aTo: number,
  b: Uint8Array | Uint16Array,
  bFrom: number,
  bTo: number,
  limit: number,
): boolean {
  let startA = aFrom
  let startB = bFrom
  while (startA < aTo && startB < bTo && a[startA] === b[startB]) {
    startA++
    startB++
  }
  let endA = aTo
  let endB = bTo
  while (endA > startA && endB > startB && a[endA - 1] === b[endB - 1]) {
    endA--
    endB--
  }
  const n = endA - startA
  const m = endB - startB
  if (Math.abs(n - m) > limit) return false
  if (n === 0 || m === 0) return n + m <= limit
  if (n > longest || m > longest) return false
  return distance(a, startA, n, b, startB, m, limit) <= limit
}

const longest = 62
const rows: readonly [Uint8Array, Uint8Array, Uint8Array] = [
  new Uint8Array(longest + 2),
  new Uint8Array(longest + 2),
  new Uint8Array(longest + 2),
]

function distance(
  a: Uint8Array | Uint16Array,
  startA: number,
  n: number,
  b: Uint8Array | Uint16Array,
  startB: number,
  m: number,
  limit: number,
): number {
  let [before, above, row] = rows
  for (let j = 0; j <= m; j++) above[j] = j
  for (let i = 1; i <= n; i++) {
    row[0] = i
    let least = i
    const x = a[startA + i - 1]
    for (let j = 1; j <= m; j++) {
      const y = b[startB + j - 1]
      let best = (above[j - 1] as number) + (x === y ? 0 : 1)
      if ((above[j] as number) + 1 < best) best = (above[j] as number) + 1
      if ((row[j - 1] as number) + 1 < best) best = (row[j - 1] as number) + 1
      if (i > 1 && j > 1 && x === b[startB + j - 2] && a[startA + i - 2] === y) {
        if ((before[j - 2] as number) + 1 < best) best = (before[j - 2] as number) + 1
      }
      row[j] = best
      if (best < least) least = best
    }
    if (least > limit) return limit + 1
    const spare = before
    before = above
    above = row
    row = spare
  }
  return above[m] as number
}
