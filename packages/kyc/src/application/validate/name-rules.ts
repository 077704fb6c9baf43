/** What a name may look like, and what is odd about one. */

/** Letters of any script, marks, space, hyphens, apostrophes and full stop. */
const ALLOWED = /^[\p{L}\p{M} \-‐‑'’‘ʼ.·]*$/u
const KEYBOARD_RUNS = /qwert|asdf|yxcv|zxcv|qwertz|hjkl/iu
// “Na” and “Xx” stay out: the first is a common surname, and whoever writes “n/a” is caught by the characters.
const PLACEHOLDERS = new Set(['test', 'none', 'unknown', 'xxx', 'asdf', 'null', 'noname', 'unbekannt', 'keine'])
const SCRIPTS = ['Latin', 'Cyrillic', 'Greek', 'Armenian', 'Georgian', 'Hebrew', 'Arabic'] as const
const SCRIPT_PATTERNS = SCRIPTS.map((script) => new RegExp(`\\p{Script=${script}}`, 'u'))

/** Trimmed, inner spaces collapsed, NFC: the form in which names are stored and compared. */
export function tidyName(name: string): string {
  return name.normalize('NFC').trim().replaceAll(/\s+/gu, ' ')
}

export function hasOnlyNameCharacters(name: string): boolean {
  return ALLOWED.test(tidyName(name))
}

/** One word made of letters of two alphabets that look alike: a homoglyph attack, or a slip of the keyboard. */
export function hasMixedScriptWord(name: string): boolean {
  return tidyName(name)
    .split(/[ \-‐‑]/u)
    .some((word) => SCRIPT_PATTERNS.filter((pattern) => pattern.test(word)).length > 1)
}

export function isPlaceholderName(name: string): boolean {
  const letters = tidyName(name)
    .toLowerCase()
    .replaceAll(/[^\p{L}]/gu, '')
  if (letters === '') return false
  return PLACEHOLDERS.has(letters) || KEYBOARD_RUNS.test(letters) || /^(\p{L})\1{2,}$/u.test(letters)
}

/** Both names in one comparable form, for equality only: no accents, no case, no punctuation. */
export function comparableName(name: string): string {
  return tidyName(name)
    .normalize('NFD')
    .replaceAll(/[\p{M}\p{P}]/gu, '')
    .toLowerCase()
    .replaceAll(/\s+/gu, ' ')
}
