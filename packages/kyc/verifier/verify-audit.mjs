#!/usr/bin/env node
// Checks an exported audit trail without the system that wrote it: one file, no dependencies, Node 18 or newer.
//
//   node verify-audit.mjs export.jsonl [--public-key BASE64] [--head HASH]
//
// Input: JSON lines. A record is {"hash":…,"record":…}, a signed head {"checkpoint":…}.
// Rule:  hash = SHA-256( prevHash as 64 hexadecimal digits ‖ RFC 8785 form of the record ), record.prevHash included.
// Give the public key and the head that you have from elsewhere: what the export says about itself proves only that
// it is consistent. Exit code 0: intact; 1: broken; 2: cannot be read.
import { createHash, createPublicKey, verify } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

const GENESIS = '0'.repeat(64)

/** RFC 8785: members in UTF-16 order, no white space, numbers and strings as ECMAScript writes them. */
export function canonicalJson(value) {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new Error('not a JSON number')
    return JSON.stringify(value)
  }
  if (typeof value === 'string') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  const keys = Object.keys(value).sort()
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`).join(',')}}`
}

export function chainHash(prevHash, text) {
  return createHash('sha256').update(prevHash, 'ascii').update(text, 'utf8').digest('hex')
}

/**
 * Reads lines in order. Gives {intact, records, checkpoints, head, firstSeq, fault}; fault is {line, seq, what} of the
 * first thing that is wrong, or null.
 */
export async function verifyLines(lines, options = {}) {
  const hashes = new Map()
  let line = 0
  let records = 0
  let checkpoints = 0
  let firstSeq = null
  let seq = null
  let head = null
  let tenantId = null
  const result = (fault) => ({ intact: fault === null, records, checkpoints, head, firstSeq, fault })
  const broken = (what, at = seq) => result({ line, seq: at, what })

  for await (const text of lines) {
    line++
    if (text.trim() === '') continue
    let parsed
    try {
      parsed = JSON.parse(text)
    } catch {
      return broken('the line is no JSON')
    }
    if (parsed.checkpoint !== undefined) {
      if (text !== canonicalJson({ checkpoint: parsed.checkpoint }))
        return broken('the line is not in canonical form', parsed.checkpoint?.seq ?? null)
      const fault = checkpointFault(parsed.checkpoint, hashes, tenantId, options.publicKey)
      if (fault !== null) return broken(fault, parsed.checkpoint?.seq ?? null)
      checkpoints++
      continue
    }
    const { record, hash } = parsed
    if (typeof record !== 'object' || record === null || typeof hash !== 'string')
      return broken('neither a record nor a checkpoint')
    if (checkpoints > 0) return broken('a record after the checkpoints', record.seq)
    // The hash covers bytes: the line must be exactly the form that it was taken over, or two readers could differ.
    if (text !== `{"hash":${JSON.stringify(hash)},"record":${canonicalJson(record)}}`)
      return broken('the line is not in canonical form', record.seq)
    if (seq === null) {
      firstSeq = record.seq
      tenantId = record.tenantId
      if (record.seq === 1 && record.prevHash !== GENESIS)
        return broken('the first record does not start the chain', record.seq)
    } else {
      if (record.seq !== seq + 1) return broken(`record ${seq + 1} is missing`, record.seq)
      if (record.prevHash !== head) return broken('does not follow the record before it', record.seq)
    }
    if (record.tenantId !== tenantId) return broken('belongs to another tenant', record.seq)
    if (chainHash(record.prevHash, canonicalJson(record)) !== hash)
      return broken('the hash does not fit the record', record.seq)
    seq = record.seq
    head = hash
    hashes.set(seq, hash)
    records++
  }
  if (options.head !== undefined && options.head !== head)
    return broken(`the chain ends in ${head}, not in ${options.head}`)
  return result(null)
}

function checkpointFault(checkpoint, hashes, tenantId, trustedKey) {
  const { seq, hash, at, signature, publicKey } = checkpoint
  const found = hashes.get(seq)
  if (found === undefined) return `record ${seq}, which was signed, is missing`
  if (found !== hash) return `record ${seq} is not the one that was signed`
  if (checkpoint.tenantId !== tenantId) return 'a checkpoint of another tenant'
  if (trustedKey !== undefined && trustedKey !== publicKey) return 'signed with another key than the trusted one'
  // Base64 leaves bits over at its end: two texts can stand for the same bytes, and only one of them was written.
  if (!isCanonicalBase64(publicKey) || !isCanonicalBase64(signature)) return 'the signature is not in canonical form'
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' })
    // A reader of keys may forgive a changed byte around the key itself.
    const written = key.export({ format: 'der', type: 'spki' }).toString('base64')
    if (written !== publicKey) return 'the public key is not in canonical form'
    const signed = Buffer.from(canonicalJson({ at, hash, seq, tenantId: checkpoint.tenantId }), 'utf8')
    return verify(null, signed, key, Buffer.from(signature, 'base64')) ? null : 'the signature does not hold'
  } catch {
    return 'the signature cannot be read'
  }
}

function isCanonicalBase64(text) {
  return typeof text === 'string' && Buffer.from(text, 'base64').toString('base64') === text
}

async function main(args) {
  const value = (name) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined)
  const file = args[0]
  if (file === undefined || file.startsWith('--')) {
    console.error('Usage: node verify-audit.mjs export.jsonl [--public-key BASE64] [--head HASH]')
    return 2
  }
  try {
    const lines = createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY })
    const outcome = await verifyLines(lines, { publicKey: value('--public-key'), head: value('--head') })
    console.log(JSON.stringify(outcome, null, 2))
    return outcome.intact ? 0 : 1
  } catch (error) {
    console.error(`${file} cannot be read: ${error.message}`)
    return 2
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = await main(process.argv.slice(2))
}
