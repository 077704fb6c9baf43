/** Works on several items of a source at once and hands the results out in the order of the items. */

/**
 * Reads at most `ahead` items further than the consumer has taken results: a slow consumer slows the reading down.
 * Results are handed out as soon as they are there, also while the source keeps us waiting for its next item.
 */
export async function* inOrder<T, R>(
  source: AsyncIterable<T>,
  work: (item: T) => Promise<R>,
  ahead: number,
): AsyncGenerator<R> {
  const items = source[Symbol.asyncIterator]()
  const waiting: Promise<R>[] = []
  let reading: Promise<IteratorResult<T>> | undefined
  let isDone = false
  try {
    while (!isDone || waiting.length > 0) {
      if (!isDone && waiting.length < ahead) reading ??= items.next()
      const [first] = waiting
      const read = reading?.then((item) => ({ item }))
      const next = await Promise.race(
        [read, first?.then((result) => ({ result }))].filter((each) => each !== undefined),
      )
      if ('result' in next) {
        void waiting.shift()
        yield next.result
        continue
      }
      reading = undefined
      if (next.item.done === true) isDone = true
      else {
        const result = work(next.item.value)
        // Where one fails, those behind it are never looked at.
        result.catch(() => undefined)
        waiting.push(result)
      }
    }
  } finally {
    // A source that is being read ends when its read does.
    if (reading === undefined) await items.return?.()
    else reading.then(() => items.return?.()).catch(() => undefined)
  }
}
