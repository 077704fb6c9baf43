// Definitions: registering, reading, removing.

import type { Metadata } from '../api.ts'
import { EngineError } from '../errors.ts'
import { toTaskDef, toWorkflowDef } from '../model/definition-defaults.ts'
import type { WorkflowDefInput } from '../model/definition.ts'
import type { DefinitionRow } from '../store/rows.ts'
import type { Tags } from '../tags/tag.ts'
import type { Core } from './core.ts'

export function createMetadata(core: Core, tags: Pick<Tags, 'replace'>): Metadata {
  const { registry } = core
  const now = () => core.clock.now()
  const save = (...rows: DefinitionRow[]) => {
    core.mustBeOpen()
    return core.commits.add((batch) => batch.definitions.push(...rows))
  }
  // A replaced definition takes its createTime from the body, as in Conductor.
  const replace = (definition: WorkflowDefInput) =>
    save(registry.putWorkflow({ ...toWorkflowDef(definition), updateTime: now() }))
  return {
    async registerWorkflow(definition, options = {}) {
      const { name, version = 1 } = definition
      if (!registry.workflow(name, version)) {
        await save(registry.putWorkflow({ ...toWorkflowDef(definition), createTime: now(), updateTime: 0 }))
        return
      }
      if (!options.overwrite) {
        throw new EngineError('CONFLICT', `Workflow with ${name}.${version} already exists!`, { name, version })
      }
      await replace(definition)
    },
    updateWorkflow: replace,
    getWorkflow(name, version) {
      const definition = registry.workflow(name, version)
      if (definition) return definition
      const message = `No such workflow found by name: ${name}, version: ${version ?? 'null'}`
      throw new EngineError('NOT_FOUND', message, { name, version })
    },
    listWorkflows: () => registry.allWorkflows(),
    latestWorkflows: () => registry.latestWorkflows(),
    async removeWorkflow(name, version) {
      if (!registry.workflow(name, version)) {
        throw new EngineError('NOT_FOUND', `No such workflow definition: ${name} version: ${version}`)
      }
      const removed = save(registry.removeWorkflow(name, version))
      // With the last version, in the same commit.
      await Promise.all([removed, registry.workflow(name) ? undefined : tags.replace('workflow', name, [])])
    },
    async registerTasks(definitions) {
      const rows = definitions.map((definition) =>
        registry.putTask({ ...toTaskDef(definition), createTime: now(), createdBy: definition.createdBy ?? '' }),
      )
      await save(...rows)
    },
    async updateTask(definition) {
      const known = registry.task(definition.name)
      if (!known) throw new EngineError('NOT_FOUND', `No such task by name ${definition.name}`)
      const { createTime, createdBy } = known
      const kept = { createTime, ...(createdBy === undefined ? {} : { createdBy }) }
      await save(registry.putTask({ ...toTaskDef(definition), ...kept, updateTime: now() }))
    },
    getTask(name) {
      const definition = registry.task(name)
      if (definition) return definition
      throw new EngineError('NOT_FOUND', `No such taskType found by name: ${name}`, { name })
    },
    listTasks: () => registry.allTasks(),
    async removeTask(name) {
      if (!registry.task(name)) throw new EngineError('NOT_FOUND', 'No such task definition', { name })
      await Promise.all([save(registry.removeTask(name)), tags.replace('task', name, [])])
    },
  }
}
