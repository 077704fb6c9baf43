/** Where the console is built to: `index.html`, `apply.html` and `assets/` with hashed names. */
import { fileURLToPath } from 'node:url'

export const consoleFolder: string = fileURLToPath(new URL('../../../console', import.meta.url))
export const consoleDist: string = fileURLToPath(new URL('../../../console/dist', import.meta.url))
