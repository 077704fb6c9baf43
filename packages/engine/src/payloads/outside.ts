// Which values are kept outside of the data file, and under which path. The value itself stays in memory with its run;
// the note goes with it, so whoever puts another value in its place need not know of this.

/** Whose row names the path: an execution and its tasks go at different times, so neither uses the other's. */
export type PayloadHolder = 'execution' | 'task'

interface Note {
  readonly runId: string
  readonly holder: PayloadHolder
  readonly path: string
}

const notes = new WeakMap<object, readonly Note[]>()
/** Most engines never have one, and every value of every row is asked for. */
let hasNotes = false

/** The path under which a run keeps this value outside; undefined when it is kept with the run. */
export function outsidePathOf(runId: string, holder: PayloadHolder, value: object): string | undefined {
  if (!hasNotes) return undefined
  // Runs may share a value (a cached output): each keeps its own copy.
  return notes.get(value)?.find((note) => note.runId === runId && note.holder === holder)?.path
}

export function noteOutside(runId: string, holder: PayloadHolder, value: object, path: string): void {
  hasNotes = true
  forgetOutside(runId, holder, value)
  notes.set(value, [...(notes.get(value) ?? []), { runId, holder, path }])
}

/** The value is about to change in place: what is outside is no longer it. */
export function forgetOutside(runId: string, holder: PayloadHolder, value: object): void {
  if (!hasNotes) return
  const left = notes.get(value)?.filter((note) => note.runId !== runId || note.holder !== holder)
  if (left) notes.set(value, left)
}
