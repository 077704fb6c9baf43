// Repairs and reads the machine-readable zone of a passport (ICAO 9303-4, TD3) as an applicant's second photo would.

const WEIGHTS = [7, 3, 1]

/** The zone with every check digit of line 2 computed anew. */
export function withCheckDigits([first = '', second = '']: readonly string[]): string[] {
  const number = second.slice(0, 9)
  const birth = second.slice(13, 19)
  const expiry = second.slice(21, 27)
  const optional = second.slice(28, 42)
  const body =
    number +
    digit(number) +
    second.slice(10, 13) +
    birth +
    digit(birth) +
    second.slice(20, 21) +
    expiry +
    digit(expiry) +
    optional
  const optionalDigit = /^<+$/.test(optional) ? '<' : digit(optional)
  const line = body + optionalDigit
  return [first, line + digit(line.slice(0, 10) + line.slice(13, 20) + line.slice(21, 43))]
}

/** ISO date of birth of somebody born in the twentieth century. */
export function birthDateIn([, second = '']: readonly string[]): string {
  return `19${second.slice(13, 15)}-${second.slice(15, 17)}-${second.slice(17, 19)}`
}

function digit(field: string): string {
  const sum = [...field].reduce((total, letter, index) => total + valueOf(letter) * (WEIGHTS[index % 3] ?? 0), 0)
  return String(sum % 10)
}

function valueOf(letter: string): number {
  if (letter === '<') return 0
  return letter >= 'A' ? letter.charCodeAt(0) - 55 : Number(letter)
}
