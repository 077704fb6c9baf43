/** Processor time of processes and all they have started, which a busy machine does not blur as it does the clock; memory. */
import { readdirSync, readFileSync } from 'node:fs'

/** What a process holds in memory, shared pages included; NaN where there is no /proc. */
export function residentBytes(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024
  } catch {
    return Number.NaN
  }
}

// Linux counts in ticks, of which userland sees a hundred a second.
const ticksPerSecond = 100

/** Seconds of processor time, user and system, of these processes and those below them; NaN where there is no /proc. */
export function cpuSeconds(roots: readonly number[]): number {
  const parents = new Map<number, number>()
  const ticks = new Map<number, number>()
  try {
    for (const name of readdirSync('/proc')) {
      if (!/^\d+$/.test(name)) continue
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
        // The name in parentheses may hold spaces; user, system and those of the children that have ended come later.
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
        parents.set(Number(name), Number(fields[1]))
        ticks.set(
          Number(name),
          [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0),
        )
      } catch {
        // It has ended meanwhile.
      }
    }
  } catch {
    return Number.NaN
  }
  const wanted = new Set(roots)
  const isBelow = (pid: number | undefined): boolean =>
    pid !== undefined && pid > 1 && (wanted.has(pid) || isBelow(parents.get(pid)))
  let sum = 0
  for (const [pid, count] of ticks) if (isBelow(pid)) sum += count
  return sum / ticksPerSecond
}
