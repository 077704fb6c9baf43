/** The check digit of ICAO 9303-3: weights 7, 3, 1 repeating, sum modulo 10. */

const WEIGHTS = [7, 3, 1] as const

/** The digit for a run of MRZ characters, or null when a character is none of `0-9`, `A-Z`, `<`. */
export function checkDigit(characters: string): string | null {
  let sum = 0
  for (const [index, character] of [...characters].entries()) {
    const value = characterValue(character)
    if (value === null) return null
    sum += value * (WEIGHTS[index % 3] ?? 0)
  }
  return String(sum % 10)
}

function characterValue(character: string): number | null {
  if (character === '<') return 0
  if (/^[0-9]$/.test(character)) return Number(character)
  return /^[A-Z]$/.test(character) ? character.charCodeAt(0) - 55 : null
}
