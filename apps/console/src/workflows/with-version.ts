/** Changes the version number in a definition's text and leaves the rest of the text as it is. */
import { isJsonObject, parseJson } from '../api/json.ts'
import { locate } from './json-locate.ts'

/** @throws SyntaxError when the text is not JSON */
export function withVersion(text: string, version: number): string {
  const value = parseJson(text)
  if (isJsonObject(value) && Object.hasOwn(value, 'version')) {
    const { from, to } = locate(text, ['version'])
    return `${text.slice(0, from)}${version}${text.slice(to)}`
  }
  return text.replace('{', `{\n  "version": ${version},`)
}
