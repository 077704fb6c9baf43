// Tags: what people write on definitions to find and group them.

export interface Tag {
  readonly key: string
  readonly value: string | number | boolean
  /** As given: Orkes' clients write `METADATA`. */
  readonly type?: string
}

/** What can have tags; `event` is an event handler. */
export type TaggedKind = 'workflow' | 'task' | 'schedule' | 'event' | 'secret' | 'environment' | 'webhook'

/** All versions of a workflow share its tags. Whether there is something of the name is not looked at. */
export interface Tags {
  of(kind: TaggedKind, name: string): readonly Tag[]
  /** Every tag that something has, once. */
  all(): Tag[]
  /** A tag is its key and its value: what is there already stays. */
  add(kind: TaggedKind, name: string, tags: readonly Tag[]): Promise<void>
  replace(kind: TaggedKind, name: string, tags: readonly Tag[]): Promise<void>
  remove(kind: TaggedKind, name: string, tags: readonly Tag[]): Promise<void>
}
