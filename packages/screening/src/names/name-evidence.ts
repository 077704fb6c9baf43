/** What an alignment says for and against two names being one: measured in bits, weighed once. */
import { type Alignment, alignNames } from './align.ts'
import type { NameToken, ParsedName } from './parsed-name.ts'

export interface NameEvidence {
  readonly alignment: Alignment
  /** Bits that agree, each pair by how alike it is. */
  readonly agreed: number
  /** Bits of aligned words that their spelling does not carry. */
  readonly distorted: number
  /** Bits on both sides that stand against each other. */
  readonly contradicted: number
  /** Bits on one side alone. */
  readonly omitted: number
  /** Numbers differ: Fund 1 and Fund 2. */
  readonly numbersDiffer: boolean
  readonly formsDiffer: boolean
  /** 0 to 100. */
  readonly score: number
}

export function compareNames(query: ParsedName, list: ParsedName): NameEvidence {
  return compareTokens(query.tokens, list.tokens)
}

export function compareTokens(query: readonly NameToken[], list: readonly NameToken[]): NameEvidence {
  const alignment = alignNames(query, list)
  let agreed = 0
  let distorted = 0
  for (const pair of alignment.pairs) {
    const share = credit(pair.similarity)
    agreed += pair.bits * share
    distorted += pair.bits * (1 - share)
  }
  const queryRest = restOf(query, alignment.queryRest)
  const listRest = restOf(list, alignment.listRest)
  const contradicted = Math.min(queryRest.bits, listRest.bits)
  const omitted = Math.abs(queryRest.bits - listRest.bits)
  const numbersDiffer = queryRest.number || listRest.number
  const formsDiffer = queryRest.form && listRest.form
  const evidence = { alignment, agreed, distorted, contradicted, omitted, numbersDiffer, formsDiffer }
  return { ...evidence, score: scoreOf(evidence) }
}

/** Similarity to share of the bits that count as agreeing. */
function credit(similarity: number): number {
  if (similarity >= 0.95) return 0.97 + (similarity - 0.95) * 0.6
  if (similarity >= 0.85) return 0.85 + (similarity - 0.85) * 1.2
  if (similarity >= 0.7) return 0.45 + ((similarity - 0.7) / 0.15) * 0.4
  return Math.max(0, ((similarity - 0.6) / 0.1) * 0.45)
}

function restOf(
  tokens: readonly NameToken[],
  rest: readonly number[],
): { bits: number; number: boolean; form: boolean } {
  let bits = 0
  let number = false
  let form = false
  for (const i of rest) {
    const token = tokens[i]
    if (token === undefined) continue
    bits += token.bits
    if (token.kind === 'number') number = true
    if (token.kind === 'form') form = true
  }
  return { bits, number, form }
}

function scoreOf(evidence: Omit<NameEvidence, 'score' | 'alignment'>): number {
  const { agreed, distorted, contradicted, omitted } = evidence
  if (agreed === 0) return 0
  const base = agreed / (agreed + distorted + 1.1 * contradicted)
  const missing = omitted / (omitted + agreed)
  const numbers = evidence.numbersDiffer ? 0.8 : 1
  const forms = evidence.formsDiffer ? 0.98 : 1
  return 100 * base * (1 - 0.45 * missing ** 1.5) * numbers * forms
}
