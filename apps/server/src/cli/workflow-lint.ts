/** `gatehouse workflow lint`: reads definitions for mistakes, and for what another Conductor would do otherwise. */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Finding, lintWorkflow, readTaskDef, readWorkflowDef } from '@gatehouse/engine'
import type { TaskDefInput, WorkflowDefInput } from '@gatehouse/engine'
import type { Command } from './command.ts'
import { exitCodes, UsageError } from './command.ts'

interface Definitions {
  readonly workflows: { readonly file: string; readonly definition: WorkflowDefInput }[]
  readonly taskDefs: TaskDefInput[]
  /** Entries that are no definitions. */
  readonly unreadable: { readonly file: string; readonly finding: Finding }[]
}

export const workflowLint: Command = {
  name: 'workflow lint',
  usage: 'FILE… [--portable]',
  summary:
    'Look for mistakes in workflow definitions. Files may hold workflows and task definitions, one or a list; with both given, missing ones are named too. --portable also names what Conductor OSS ignores or does otherwise. Exit code 1 when anything was found.',
  async run(args, context) {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { portable: { type: 'boolean', default: false } },
      allowPositionals: true,
    })
    if (positionals.length === 0) throw new UsageError('Name at least one file.')
    const found: Definitions = { workflows: [], taskDefs: [], unreadable: [] }
    for (const file of positionals) sort(await readJson(resolve(context.cwd, file), file), file, found)
    if (found.workflows.length === 0 && found.unreadable.length === 0) {
      throw new UsageError('There is no workflow in these files.')
    }
    const lines = found.unreadable.map(({ file, finding }) => lineOf(file, '', finding))
    const definitions = found.workflows.map(({ definition }) => definition)
    for (const { file, definition } of found.workflows) {
      const findings = lintWorkflow(definition, {
        portable: values.portable,
        // One kind alone says nothing about what else there is.
        ...(found.taskDefs.length > 0 ? { taskDefs: found.taskDefs } : {}),
        ...(definitions.length > 1 ? { workflows: definitions } : {}),
      })
      lines.push(...findings.map((finding) => lineOf(file, definition.name, finding)))
    }
    for (const line of lines) context.out(line)
    context.out(`${definitions.length} workflows, ${lines.length === 0 ? 'nothing' : lines.length} found.`)
    return lines.length === 0 ? exitCodes.ok : exitCodes.failed
  },
}

function lineOf(file: string, name: string, { place, code, message }: Finding): string {
  return `${file}: ${[name, place].filter((part) => part !== '').join(' ')}: ${code}: ${message}`
}

async function readJson(path: string, file: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  })
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UsageError(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** What has tasks is a workflow, everything else a task definition. */
function sort(value: unknown, file: string, found: Definitions): void {
  for (const entry of Array.isArray(value) ? value : [value]) {
    try {
      const isWorkflow = typeof entry === 'object' && entry !== null && 'tasks' in entry
      if (isWorkflow) found.workflows.push({ file, definition: readWorkflowDef(entry, '') })
      else found.taskDefs.push(readTaskDef(entry, ''))
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      found.unreadable.push({ file, finding: { place: '', code: 'unreadable', message } })
    }
  }
}
