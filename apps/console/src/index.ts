/** Where the built pages lie: what the server needs to know of the console, and nothing that a browser would load. */
import { fileURLToPath } from 'node:url'

/** Absolute folder with `index.html`, `apply.html` and `assets/` (hashed names, with `.br` and `.gz` beside them). */
export const consoleDist: string = fileURLToPath(new URL('../dist', import.meta.url))

/** Absolute folder of the sources: when something here is newer than `consoleDist`, the build is stale. */
export const consoleSource: string = fileURLToPath(new URL('.', import.meta.url))

/** Word in both HTML files to replace on each answer with the nonce of the Content-Security-Policy. */
export const cspNoncePlaceholder = '__CSP_NONCE__'
