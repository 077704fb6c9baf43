/** Writes texts one after the other into one buffer that grows. */

export class TextWriter {
  /** Where each text begins, and behind the last one where it ends. */
  readonly starts: Float64Array
  #bytes = new Uint8Array(2 ** 16)
  #length = 0
  #count = 0
  readonly #encoder = new TextEncoder()

  constructor(texts: number) {
    this.starts = new Float64Array(texts + 1)
  }

  add(text: string): void {
    const most = text.length * 3
    if (this.#length + most > this.#bytes.length) this.#grow(most)
    this.#length += this.#encoder.encodeInto(text, this.#bytes.subarray(this.#length)).written
    this.starts[++this.#count] = this.#length
  }

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  #grow(more: number): void {
    const larger = new Uint8Array(Math.ceil(this.#bytes.length * 1.5) + more)
    larger.set(this.#bytes)
    this.#bytes = larger
  }
}
