/** A path as whatever stands behind us may read it: decoded, without parameters, doubled slashes and steps back. */

/** @returns undefined when the path cannot be decoded */
export function plainPath(path: string): string | undefined {
  try {
    const decoded = decodeURIComponent(path)
      .replaceAll('\\', '/')
      .replace(/;[^/]*/g, '')
      .replace(/\/+/g, '/')
    return new URL(`http://path.invalid${decoded.startsWith('/') ? '' : '/'}${encodeURI(decoded)}`).pathname
  } catch {
    return undefined
  }
}
