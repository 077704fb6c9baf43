/** Verification of payee by a service of the bank's own: is this account held under this name? */
import { setTimeout as delay } from 'node:timers/promises'
import type { VerifyPayee, VopAnswer } from '@gatehouse/kyc'
import { z } from 'zod'
import type { VopConfig } from '../config/config.ts'

export type PayeeErrorCode =
  /** No answer within the time limit. */
  | 'VOP_TIMEOUT'
  | 'VOP_UNREACHABLE'
  /** A status other than 200. */
  | 'VOP_REFUSED'
  /** An answer in another shape. */
  | 'VOP_ANSWER'

/** Holds no account and no name: it goes into the log. */
export class PayeeError extends Error {
  override readonly name = 'PayeeError'
  readonly code: PayeeErrorCode
  readonly isWorthAnother: boolean

  constructor(code: PayeeErrorCode, message: string, isWorthAnother: boolean) {
    super(message)
    this.code = code
    this.isWorthAnother = isWorthAnother
  }
}

const AnswerSchema = z.object({ answer: z.enum(['MATCH', 'CLOSE_MATCH', 'NO_MATCH', 'NOT_POSSIBLE']) })

const attempts = 3
const longestAnswer = 10_000

/**
 * Sends `{iban, name}` and reads `{answer}`. A service that gives no usable answer in three tries makes the check
 * `NOT_POSSIBLE`: an applicant does not wait for it, and the check says that the name was not compared.
 */
export function createPayeeVerification(
  { url, token, timeoutMs }: VopConfig,
  options: { readonly waitMs?: number; readonly onFailure: (error: PayeeError) => void },
): VerifyPayee {
  const { waitMs = 500, onFailure } = options
  return async (query) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await ask(url, token, timeoutMs, query)
      } catch (error) {
        if (!(error instanceof PayeeError)) throw error
        onFailure(error)
        if (attempt === attempts || !error.isWorthAnother) return 'NOT_POSSIBLE'
        await delay(waitMs * attempt)
      }
    }
  }
}

async function ask(
  url: string,
  token: string | undefined,
  timeoutMs: number,
  query: { readonly iban: string; readonly name: string },
): Promise<VopAnswer> {
  const { statusCode, text } = await send(url, token, timeoutMs, query)
  if (statusCode !== 200) {
    const isWorthAnother = statusCode === 408 || statusCode === 429 || statusCode >= 500
    throw new PayeeError('VOP_REFUSED', `The service answered ${statusCode}.`, isWorthAnother)
  }
  const parsed = AnswerSchema.safeParse(parseJson(text))
  if (parsed.success) return parsed.data.answer
  throw new PayeeError(
    'VOP_ANSWER',
    'The service did not answer with MATCH, CLOSE_MATCH, NO_MATCH or NOT_POSSIBLE.',
    false,
  )
}

async function send(url: string, token: string | undefined, timeoutMs: number, query: object) {
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    const { request } = await import('undici')
    const { statusCode, body } = await request(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(query),
      signal,
    })
    let text = ''
    for await (const piece of body) {
      text += String(piece)
      if (text.length > longestAnswer) throw new PayeeError('VOP_ANSWER', 'The answer is far too long.', false)
    }
    return { statusCode, text }
  } catch (error) {
    if (error instanceof PayeeError) throw error
    if (signal.aborted) throw new PayeeError('VOP_TIMEOUT', `No answer within ${timeoutMs} ms.`, true)
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw new PayeeError('VOP_UNREACHABLE', `No connection to ${new URL(url).host}: ${code}.`, true)
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
