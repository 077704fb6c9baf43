/** `gatehouse audit verify`: recomputes the chain of the audit trail. */
import { createWriteStream } from 'node:fs'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import type { Command } from './command.ts'
import { exitCodes } from './command.ts'
import { withFoundation } from './open-parts.ts'

export const auditVerify: Command = {
  name: 'audit verify',
  usage: '[--export FILE]',
  summary: 'Check that no audit record was changed or removed; with --export, also write them as JSON lines.',
  async run(args, context) {
    const { values } = parseArgs({ args: [...args], options: { export: { type: 'string' } } })
    return withFoundation(context, async ({ store }) => {
      const { intact, records, head, firstBreak, checkpoints } = await store.verifyAudit()
      if (values.export !== undefined) {
        const path = resolve(context.cwd, values.export)
        await pipeline(Readable.from(withNewlines(store.exportAudit())), createWriteStream(path, { mode: 0o600 }))
        context.out(`Exported to ${path}.`)
      }
      if (intact) {
        context.out(`Intact: ${records} records, ${checkpoints} signed heads, head ${head ?? 'none'}.`)
        return exitCodes.ok
      }
      context.err(
        `Broken at record ${firstBreak?.seq ?? '?'}: expected ${firstBreak?.expected ?? '?'}, found ${firstBreak?.found ?? '?'}.`,
      )
      return exitCodes.failed
    })
  },
}

async function* withNewlines(lines: AsyncIterable<string>): AsyncIterable<string> {
  for await (const line of lines) yield line.endsWith('\n') ? line : `${line}\n`
}
