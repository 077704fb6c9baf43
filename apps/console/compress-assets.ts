/** Writes `.br` and `.gz` beside each built text file, so that the server never compresses on a request. */
import { readFile, readdir, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Plugin } from 'vite'

const brotliAsync = promisify(brotliCompress)
const gzipAsync = promisify(gzip)

// Quality 9 takes a third of the time of 11 and gives 3 % larger files.
const brotliOptions = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }

export function compressAssets(): Plugin {
  let directory = 'dist'
  return {
    name: 'gatehouse-compress-assets',
    apply: 'build',
    configResolved(config) {
      directory = resolve(config.root, config.build.outDir, config.build.assetsDir)
    },
    async closeBundle() {
      const names = (await readdir(directory)).filter((name) => /\.(js|css|svg|json)$/.test(name))
      await Promise.all(names.map((name) => compressFile(resolve(directory, name))))
    },
  }
}

async function compressFile(path: string): Promise<void> {
  const content = await readFile(path)
  if (content.byteLength < 1024) return
  await writeFile(`${path}.br`, await brotliAsync(content, brotliOptions))
  await writeFile(`${path}.gz`, await gzipAsync(content, { level: 9 }))
}
