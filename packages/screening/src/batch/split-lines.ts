/** Bytes to lines, without ever holding more of one line than the limit. */

export interface Line {
  /** 1-based. */
  readonly number: number
  /** Without its end; undefined for a line longer than the limit. */
  readonly bytes: Uint8Array | undefined
}

const newline = 0x0a
const carriageReturn = 0x0d

/** Lines that each piece completes, a piece at a time. Ends are LF or CR LF; the last line may lack its end. */
export async function* splitLines(source: AsyncIterable<Uint8Array>, longest: number): AsyncGenerator<readonly Line[]> {
  let number = 0
  let parts: Uint8Array[] = []
  let length = 0
  const take = (rest: Uint8Array): Line => {
    parts.push(rest)
    length += rest.byteLength
    const bytes = length > longest ? undefined : joined(parts, length)
    parts = []
    length = 0
    return { number: ++number, bytes }
  }
  for await (const piece of source) {
    const lines: Line[] = []
    let from = 0
    for (let end = piece.indexOf(newline); end >= 0; end = piece.indexOf(newline, from)) {
      lines.push(take(piece.subarray(from, end)))
      from = end + 1
    }
    const rest = piece.subarray(from)
    length += rest.byteLength
    // What is too long already is only counted.
    if (length <= longest && rest.byteLength > 0) parts.push(rest)
    if (lines.length > 0) yield lines
  }
  if (length > 0) yield [take(new Uint8Array())]
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts, length)
  return bytes.at(-1) === carriageReturn ? bytes.subarray(0, -1) : bytes
}
