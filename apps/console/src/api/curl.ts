/** The call that a form would make, as a line for a shell. The token is a name, never its value. */

const quote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`

export function toCurl(origin: string, path: string, body: string): string {
  return [
    `curl -X POST ${quote(origin + path)}`,
    `  -H 'Content-Type: application/json'`,
    `  -H "X-Authorization: $TOKEN"`,
    `  -d ${quote(body)}`,
  ].join(' \\\n')
}
