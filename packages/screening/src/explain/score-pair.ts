/** Scores one customer against one entry, as an index does that finds it. */
import type { MatcherConfig } from '../candidates/screening-index.ts'
import type { Entity } from '../entity.ts'
import { compareNames } from '../names/name-evidence.ts'
import { parseName } from '../names/parse-name.ts'
import type { Hit } from '../scoring/hit.ts'
import { domainOfSchema } from '../scoring/name-domain.ts'
import { policyOf } from '../scoring/matcher-config.ts'
import type { ScreeningQuery } from '../scoring/query.ts'
import { pointsOf } from '../scoring/score-scale.ts'
import { weighEvidence } from '../scoring/weigh.ts'
import { describeAlignment } from './describe-alignment.ts'

/** The best pair of their names with everything weighed; what an index answers for the entry when it finds it. */
export function scorePairOf(query: ScreeningQuery, entity: Entity, config: MatcherConfig): Hit {
  const policy = policyOf(config)
  const domain = domainOfSchema(entity.schema)
  const listed = entity.names.map((name) => parseName(name.full, domain))
  const texts = query.names.length === 0 ? [''] : query.names
  let best: Hit | undefined
  texts.forEach((text, queryNameIndex) => {
    const asked = parseName(text, domain)
    entity.names.forEach((list, matchedNameIndex) => {
      const logOdds = compareNames(asked, listed[matchedNameIndex] ?? parseName(list.full, domain))
      const weighed = weighEvidence(logOdds, { query: text, list }, query, entity, policy)
      const nameScore = Math.round(pointsOf(logOdds) * 10) / 10
      const isBetter =
        best === undefined || weighed.score > best.score || (weighed.score === best.score && nameScore > best.nameScore)
      if (isBetter) best = { entity, ...weighed, nameScore, queryNameIndex, matchedNameIndex, alignment: [] }
    })
  })
  if (best === undefined) throw new Error(`Entity '${entity.id}' has no name`)
  const [asked, list] = [texts[best.queryNameIndex] ?? '', entity.names[best.matchedNameIndex]?.full ?? '']
  return { ...best, alignment: describeAlignment(asked, list, domain) }
}
