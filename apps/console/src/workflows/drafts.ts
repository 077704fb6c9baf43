/** Unsaved definitions, kept per name and version in this browser. They hold no personal data. */

const keyOf = (name: string, version: number): string => `gatehouse.draft.${name}.${version}`

export const readDraft = (name: string, version: number): string | undefined =>
  localStorage.getItem(keyOf(name, version)) ?? undefined

export function keepDraft(name: string, version: number, text: string): void {
  localStorage.setItem(keyOf(name, version), text)
}

export function dropDraft(name: string, version: number): void {
  localStorage.removeItem(keyOf(name, version))
}
