// Keeps a number of flows going at once and prints a line for each level, as bench/engine/closed-loop.ts does.

const levels = process.env.BENCH_LEVELS.split(',').map(Number)
const seconds = Number(process.env.BENCH_SECONDS)
const warmUpMs = 2000

export async function measure(runOne) {
  for (const atOnce of levels) {
    const from = performance.now() + warmUpMs
    const until = from + seconds * 1000
    const took = []
    let allFlows = 0
    const lane = async () => {
      while (performance.now() < until) {
        const startedAt = performance.now()
        await runOne()
        const endedAt = performance.now()
        allFlows += 1
        if (endedAt >= from && endedAt <= until) took.push(endedAt - startedAt)
      }
    }
    await Promise.all(Array.from({ length: atOnce }, lane))
    took.sort((a, b) => a - b)
    const at = (share) => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? -1
    console.log(
      JSON.stringify({
        atOnce,
        flows: took.length,
        allFlows,
        perSecond: took.length / seconds,
        p50Ms: at(0.5),
        p99Ms: at(0.99),
      }),
    )
  }
}
