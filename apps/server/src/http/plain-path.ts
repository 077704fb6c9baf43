/** A path as whatever stands behind us may read it: decoded, without parameters, doubled slashes and steps back. */

/** Nothing in it can be read in two ways; most paths are such. A name that begins with a point may be a step back. */
const plain = /^(?:\/[\w-][\w.-]*)+$/

/** @returns undefined when the path cannot be decoded */
export function plainPath(path: string): string | undefined {
  if (plain.test(path)) return path
  try {
    const decoded = decodeURIComponent(path)
      .replaceAll('\\', '/')
      .replace(/;[^/]*/g, '')
      .replace(/\/+/g, '/')
    // A mark that was encoded is part of a name, and ends no path.
    const encoded = encodeURI(decoded).replace(/[?#]/g, encodeURIComponent)
    return new URL(`http://path.invalid${decoded.startsWith('/') ? '' : '/'}${encoded}`).pathname
  } catch {
    return undefined
  }
}
