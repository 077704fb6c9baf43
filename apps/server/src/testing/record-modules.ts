// Preloaded into a process (`node --import`): when it ends, which files it has loaded, how many threads it has
// started, which formatters of Intl it has made and what Node was told.
import { subscribe } from 'node:diagnostics_channel'
import { writeFileSync } from 'node:fs'
import { registerHooks } from 'node:module'

const modules = new Set<string>()
const formatters = new Set<string>()
let threads = 0

for (const name of Object.getOwnPropertyNames(Intl)) {
  const made: unknown = Reflect.get(Intl, name)
  if (typeof made !== 'function' || !('supportedLocalesOf' in made)) continue
  Reflect.set(
    Intl,
    name,
    new Proxy(made, {
      construct(target, args) {
        formatters.add(name)
        // What a constructor answers.
        return Reflect.construct(target, args) as object
      },
      apply(target, self, args) {
        formatters.add(name)
        return Reflect.apply(target, self, args)
      },
    }),
  )
}

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
  if (file === undefined) return
  const record = {
    modules: [...modules],
    formatters: [...formatters],
    threads,
    nodeOptions: process.execArgv,
    arenas: process.env['MALLOC_ARENA_MAX'],
  }
  writeFileSync(file, JSON.stringify(record))
})
