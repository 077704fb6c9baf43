/** Does one thing to many, each by itself: the failures are listed beside the successes, never thrown. */

export interface BulkResponse<T = string> {
  readonly bulkErrorResults: Readonly<Record<string, string>>
  readonly bulkSuccessfulResults: readonly T[]
}

/** @param act what it resolves to is listed as the success. */
export async function runEach<T, R>(
  items: readonly T[],
  keyOf: (item: T) => string,
  act: (item: T) => Promise<R>,
): Promise<BulkResponse<R>> {
  // At once, so that the engine writes them in few commits.
  const outcomes = await Promise.allSettled(items.map(act))
  const bulkErrorResults: Record<string, string> = {}
  const bulkSuccessfulResults: R[] = []
  for (const [index, item] of items.entries()) {
    const outcome = outcomes[index]
    if (outcome?.status === 'fulfilled') bulkSuccessfulResults.push(outcome.value)
    else if (outcome !== undefined) bulkErrorResults[keyOf(item)] = messageOf(outcome.reason)
  }
  return { bulkErrorResults, bulkSuccessfulResults }
}

function messageOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason)
}
