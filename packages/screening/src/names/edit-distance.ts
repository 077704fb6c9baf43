/** Edit distance with neighbours exchanged counted once, cut off at a limit. */

/** Are the two words within `limit` insertions, deletions, substitutions or exchanges of neighbours? */
export function editsWithin(a: string, b: string, limit: number): boolean {
  if (Math.abs(a.length - b.length) > limit) return false
  let start = 0
  while (start < a.length && start < b.length && a.charCodeAt(start) === b.charCodeAt(start)) start++
  let endA = a.length
  let endB = b.length
  while (endA > start && endB > start && a.charCodeAt(endA - 1) === b.charCodeAt(endB - 1)) {
    endA--
    endB--
  }
  const n = endA - start
  const m = endB - start
  if (n === 0 || m === 0) return n + m <= limit
  if (n > longest || m > longest) return false
  return distance(a, b, start, n, m, limit) <= limit
}

const longest = 62
const rows: readonly [Uint8Array, Uint8Array, Uint8Array] = [
  new Uint8Array(longest + 2),
  new Uint8Array(longest + 2),
  new Uint8Array(longest + 2),
]

function distance(a: string, b: string, start: number, n: number, m: number, limit: number): number {
  let [before, above, row] = rows
  for (let j = 0; j <= m; j++) above[j] = j
  for (let i = 1; i <= n; i++) {
    row[0] = i
    let least = i
    const x = a.charCodeAt(start + i - 1)
    for (let j = 1; j <= m; j++) {
      const y = b.charCodeAt(start + j - 1)
      let best = (above[j - 1] as number) + (x === y ? 0 : 1)
      if ((above[j] as number) + 1 < best) best = (above[j] as number) + 1
      if ((row[j - 1] as number) + 1 < best) best = (row[j - 1] as number) + 1
      if (i > 1 && j > 1 && x === b.charCodeAt(start + j - 2) && a.charCodeAt(start + i - 2) === y) {
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
