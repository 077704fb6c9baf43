/** How long requests took, by route: counted from the start on, whether or not anybody ever looks. */

export const requestSeconds = [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10] as const

export interface RequestLabels {
  readonly method: string
  /** The pattern, not the address: there are as many as routes. */
  readonly route: string
  readonly status: string
}

export interface RouteTimes {
  readonly labels: RequestLabels
  readonly count: number
  readonly sumSeconds: number
  /** For each of `requestSeconds`, how many took at most so long. */
  readonly within: readonly number[]
}

export interface RequestTimes {
  add(labels: RequestLabels, seconds: number): void
  read(): readonly RouteTimes[]
}

export function createRequestTimes(): RequestTimes {
  const times = new Map<string, { labels: RequestLabels; count: number; sumSeconds: number; within: number[] }>()
  return {
    add(labels, seconds) {
      const key = `${labels.method} ${labels.status} ${labels.route}`
      let route = times.get(key)
      if (route === undefined) {
        route = { labels, count: 0, sumSeconds: 0, within: requestSeconds.map(() => 0) }
        times.set(key, route)
      }
      route.count += 1
      route.sumSeconds += seconds
      for (const [at, bound] of requestSeconds.entries())
        if (seconds <= bound) route.within[at] = (route.within[at] ?? 0) + 1
    },
    read: () => [...times.values()],
  }
}
