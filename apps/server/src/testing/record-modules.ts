// Preloaded into a process (`node --import`): when it ends, which files it has loaded, how many threads it has
// started and what Node was told.
import { subscribe } from 'node:diagnostics_channel'
import { writeFileSync } from 'node:fs'
import { registerHooks } from 'node:module'

const modules = new Set<string>()
let threads = 0

registerHooks({
  load(url, context, next) {
    modules.add(url)
    return next(url, context)
  },
})
subscribe('worker_threads', () => {
  threads += 1
})
process.on('exit', () => {
  const file = process.env['RECORD_MODULES_TO']
  if (file !== undefined)
    writeFileSync(file, JSON.stringify({ modules: [...modules], threads, nodeOptions: process.execArgv }))
})
