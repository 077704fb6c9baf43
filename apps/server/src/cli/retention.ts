/** `gatehouse retention`: what has come to the end of its time; the server does the same once a day. */
import { parseArgs } from 'node:util'
import { retentionActor } from '../retention/daily-retention.ts'
import type { Command } from './command.ts'
import { exitCodes } from './command.ts'
import { withFoundation } from './open-parts.ts'

export const retention: Command = {
  name: 'retention',
  usage: '[--dry-run]',
  summary:
    'Let drafts expire and erase cases whose time has come; with --dry-run, only say which. A rule erases nothing before two people have approved it.',
  async run(args, context) {
    const { values } = parseArgs({ args: [...args], options: { 'dry-run': { type: 'boolean', default: false } } })
    const dryRun = values['dry-run']
    return withFoundation(context, async ({ store }) => {
      const { rules } = await store.runRetention({ actor: retentionActor, dryRun })
      const due = rules.filter((line) => line.due.length > 0)
      if (due.length === 0) context.out('Nothing has come to its end.')
      for (const { rule, due: cases, done, held, awaitingApproval } of due) {
        const what = dryRun ? 'would end' : `${done} ended`
        const waits = awaitingApproval ? ', the rule waits for its approval' : ''
        context.out(`${rule}: ${cases.length} due, ${what}, ${held} on hold${waits}`)
        for (const caseId of cases) context.out(`  ${caseId}`)
      }
      return exitCodes.ok
    })
  },
}
