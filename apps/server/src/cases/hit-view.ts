/** A stored hit as the console shows it. */
import type { StoredHit } from '@gatehouse/kyc/store'
import type { Hit } from '@gatehouse/kyc/wire'

export function toHitView(hit: StoredHit, listName: string): Hit {
  return {
    hitId: hit.hitId,
    checkId: hit.checkId,
    source: hit.source,
    listId: hit.listId,
    listName,
    snapshotId: hit.snapshotId,
    entryId: hit.entryId,
    entryName: hit.entryName,
    score: hit.score,
    features: hit.features,
    entry: hit.entry,
    explanation: explainFeatures(hit.features, hit.score),
    verdict: hit.verdict,
  }
}

/** One sentence from the features: what spoke for the match, and what against. */
export function explainFeatures(features: Hit['features'], score: number): string {
  const parts = features
    .filter(({ contribution }) => contribution !== 0)
    .map(
      ({ feature, agreement, contribution }) =>
        `${feature} ${agreement} (${contribution > 0 ? '+' : ''}${contribution})`,
    )
  return parts.length === 0 ? `Score ${score}.` : `Score ${score}: ${parts.join(', ')}.`
}
