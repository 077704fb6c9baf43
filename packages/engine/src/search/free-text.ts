/**
 * The words that free text asks for, or undefined when it asks for everything (`*`, blanks or nothing). Double quotes around
 * it are the asker's: Conductor's web interface tells people to write words in them.
 */
export function toWords(freeText: string | undefined): string | undefined {
  const text = (freeText ?? '').trim()
  const words = text.length > 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text
  return /^\**$/.test(words) ? undefined : words
}
