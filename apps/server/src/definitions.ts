/** The workflow definitions that come with the program, registered at whichever Conductor is in use. */
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Conductor } from '@gatehouse/workers'
import { z } from 'zod'

const folder = fileURLToPath(new URL('../../../workflows/', import.meta.url))
const taskFile = 'task-definitions.json'

/** A version that is registered is replaced: a shipped version is what the program was tested with. */
export async function registerDefinitions(conductor: Conductor): Promise<void> {
  await conductor.registerTaskDefinitions(z.array(z.looseObject({ name: z.string() })).parse(await readJson(taskFile)))
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.json') && file !== taskFile)) {
    await conductor.registerWorkflow(
      z.looseObject({ name: z.string(), version: z.number() }).parse(await readJson(name)),
    )
  }
}

async function readJson(name: string): Promise<unknown> {
  return JSON.parse(await readFile(`${folder}${name}`, 'utf8'))
}
