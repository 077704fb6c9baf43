/** Keeps a jq program within its time and memory: everything it does and makes is counted here. */

/** The program took too long. */
export class JqTimeout extends Error {}

/** The program made more than it may. */
export class JqTooMuch extends Error {}

export interface Meter {
  /** One step of work. @throws JqTimeout */
  step(): void
  /** So many bytes are about to be made. @throws JqTooMuch */
  make(bytes: number): void
}

// A clock is dear: it is asked once in so many steps.
const STEPS_PER_LOOK = 1024

/** Rough sizes of V8's values, in bytes. */
export const ENTRY_BYTES = 24
export const CHAR_BYTES = 2

/** @param memoryBytes what may be made in all: nothing is credited back, so that the count needs no collector. */
export function createMeter(deadline: number, memoryBytes: number): Meter {
  let steps = 0
  let left = memoryBytes
  return {
    step() {
      if (++steps % STEPS_PER_LOOK === 0 && Date.now() > deadline) throw new JqTimeout()
    },
    make(bytes) {
      left -= bytes
      if (left < 0) throw new JqTooMuch('out of memory')
    },
  }
}
