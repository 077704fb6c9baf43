// When a commit is begun: behind everything that this turn of the event loop brings in, and some turns later when several
// runs are under way.

// 8 were no better; one that brings nothing is the last in any case.
const mostTurnsMore = 4

/**
 * Where several runs are under way, what they bring has mostly arrived while the last commit was being written, but not all
 * of it is read in one turn. Another turn costs microseconds, another commit hundreds of them. A run that is alone never waits.
 */
export class Gathering {
  private changes = 0
  private isShared = false

  /** Something has changed that must be written. */
  note(): void {
    this.changes += 1
  }

  /** A commit is being written. */
  began(runs: number): void {
    this.isShared = runs > 1
  }

  /** Calls back once, when it is time to write. */
  whenGathered(write: () => void): void {
    // Nothing counts as seen yet: what asked for this commit is news to the first look.
    setImmediate(() => this.look(write, mostTurnsMore, 0))
  }

  private look(write: () => void, turnsLeft: number, seen: number): void {
    const { changes } = this
    if (this.isShared && turnsLeft > 0 && changes > seen) setImmediate(() => this.look(write, turnsLeft - 1, changes))
    else {
      this.changes = 0
      write()
    }
  }
}
