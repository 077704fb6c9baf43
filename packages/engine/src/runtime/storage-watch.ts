// Whether what happens can be stored. After a commit that could not be written it tries again by itself, so that the end of
// the trouble is known even when nobody asks for anything meanwhile.

import type { StorageTrouble } from '../api.ts'
import { EngineError } from '../errors.ts'
import type { Clock } from '../ports.ts'

export interface StorageWatchParts {
  readonly clock: Clock
  /** Writes something that changes nothing. Rejects as a commit would. */
  readonly probe: () => Promise<void>
  /** Trouble has begun, or is over (undefined). */
  readonly onChange: (trouble: StorageTrouble | undefined) => void
}

const probeEveryMs = 5000

export class StorageWatch {
  private readonly parts: StorageWatchParts
  private current: StorageTrouble | undefined
  private cancelProbe: (() => void) | undefined
  private stopped = false

  constructor(parts: StorageWatchParts) {
    this.parts = parts
  }

  get trouble(): StorageTrouble | undefined {
    return this.current
  }

  failed(cause: unknown): void {
    // What the store does not say of itself is about what was to be written, not about the disk.
    if (this.stopped || !(cause instanceof EngineError)) return
    this.scheduleProbe()
    if (!this.current) this.change({ since: this.parts.clock.now(), message: cause.message })
  }

  succeeded(): void {
    this.cancelProbe?.()
    this.cancelProbe = undefined
    if (this.current) this.change(undefined)
  }

  stop(): void {
    this.stopped = true
    this.cancelProbe?.()
  }

  private change(trouble: StorageTrouble | undefined): void {
    this.current = trouble
    this.parts.onChange(trouble)
  }

  private scheduleProbe(): void {
    const { clock, probe } = this.parts
    this.cancelProbe ??= clock.setAlarm(clock.now() + probeEveryMs, () => {
      this.cancelProbe = undefined
      if (this.stopped) return
      void probe().then(
        () => this.succeeded(),
        (cause: unknown) => this.failed(cause),
      )
    })
  }
}
