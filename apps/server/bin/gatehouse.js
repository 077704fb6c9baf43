#!/usr/bin/env -S MALLOC_ARENA_MAX=2 node --max-semi-space-size=16
// What `npm start` and `npx gatehouse` run. Plain JavaScript, so that a Node too old for the TypeScript sources can still
// hand over to the one that npm installed beside them, and so that no start loads the compiler of TypeScript: that takes
// 40 ms and 18 MB, in each thread, and the cache set up here has its results. What stands in the first
// line holds only from the very start. Node 24 would let the young generation grow to 134 MB, and glibc would keep the
// holes of a heap of its own for each thread of Node: the main thread has one, the others share one. The scripts of
// package.json repeat it, for systems whose env knows no -S.
import { spawn } from 'node:child_process'
import module, { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const main = new URL('../src/main.ts', import.meta.url)
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major > 22 || (major === 22 && minor >= 18)) {
  // Kept beside the packages that it was made with. Worker threads know of it by the environment alone.
  process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(
    new URL('../../../node_modules/.cache/gatehouse', import.meta.url),
  )
  module.enableCompileCache(process.env['NODE_COMPILE_CACHE'])
  await import(main.href)
} else handOver()

function handOver() {
  const child = spawn(installedNode(), [...process.execArgv, fileURLToPath(main), ...process.argv.slice(2)], {
    stdio: 'inherit',
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', refuse)
  child.on('exit', (code) => process.exit(code ?? 1))
}

function installedNode() {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('node/package.json')), 'bin/node')
  } catch {
    return refuse()
  }
}

function refuse() {
  console.error(`Gatehouse needs Node 22.18 or newer; this is ${process.version}. Run "npm install" once.`)
  process.exit(1)
}
