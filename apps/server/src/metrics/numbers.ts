/** A gauge that is read anew whenever somebody looks; labels that are gone are gone. */
import { Gauge } from 'prom-client'
import type { Registry } from 'prom-client'

type Reading = readonly (readonly [labels: Readonly<Record<string, string>>, value: number])[]

export function numbers(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly string[],
  read: () => Reading | Promise<Reading>,
): void {
  registry.registerMetric(
    new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      registers: [],
      async collect() {
        const values = await read()
        this.reset()
        for (const [labels, value] of values) this.set({ ...labels }, value)
      },
    }),
  )
}

/** A reading that costs something is kept for a while. */
export function kept<T>(ms: number, read: () => T): () => T {
  let at = Number.NEGATIVE_INFINITY
  let value: T
  return () => {
    if (performance.now() - at >= ms) {
      value = read()
      at = performance.now()
    }
    return value
  }
}
