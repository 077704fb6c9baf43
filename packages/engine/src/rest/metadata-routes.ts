/** `/api/metadata`: workflow and task definitions. */
import type { Engine, Metadata } from '../api.ts'
import { EngineError } from '../errors.ts'
import type { WorkflowDef, WorkflowDefInput } from '../model/definition.ts'
import { readTaskDef, readWorkflowDef } from '../validation/definition-readers.ts'
import { judgeTaskDef, judgeWorkflowDef } from '../validation/definition-rules.ts'
import type { FindTaskDef } from '../validation/task-type-rules.ts'
import { refuse, violation } from '../validation/violation.ts'
import { list } from '../validation/wire-reader.ts'
import { runEach } from './bulk-response.ts'
import { keepTagsOf, tagged } from './definition-tags.ts'
import { empty, json, param, type Route } from './exchange.ts'
import { flagParam, numberParam, textParam, wholeNumber } from './parameters.ts'
import { readBody } from './request-body.ts'

const readWorkflowDefs = list(readWorkflowDef).read
const readTaskDefs = list(readTaskDef).read

export function metadataRoutes(engine: Engine): Route[] {
  return [...workflowDefinitionRoutes(engine), ...taskDefinitionRoutes(engine)]
}

/** Looks task definitions up for validation: an unknown one is no error there. */
export function taskDefFinder(metadata: Metadata): FindTaskDef {
  return (name) => {
    try {
      return metadata.getTask(name)
    } catch (error) {
      if (error instanceof EngineError && error.code === 'NOT_FOUND') return undefined
      throw error
    }
  }
}

function workflowDefinitionRoutes(engine: Pick<Engine, 'metadata' | 'tags'>): Route[] {
  const { metadata } = engine
  const findTaskDef = taskDefFinder(metadata)
  return [
    {
      method: 'POST',
      path: '/api/metadata/workflow',
      summary: 'Registers a workflow definition',
      async handle(request) {
        const definition = readBody(request, readWorkflowDef)
        refuse(judgeWorkflowDef(definition, 'registerWorkflowDef.arg0', findTaskDef))
        await metadata.registerWorkflow(definition, { overwrite: flagParam(request, 'overwrite', false) })
        await keepTagsOf(request, 'workflow', engine)
        return empty()
      },
    },
    {
      method: 'PUT',
      path: '/api/metadata/workflow',
      summary: 'Creates or replaces workflow definitions',
      async handle(request) {
        const definitions = readBody(request, readWorkflowDefs)
        if (definitions.length === 0) refuse([violation('updateWorkflowDef.arg0', 'WorkflowDefList is empty')])
        refuse(
          definitions.flatMap((each, index) => judgeWorkflowDef(each, `updateWorkflowDef.arg0[${index}]`, findTaskDef)),
        )
        const isNewVersion = flagParam(request, 'newVersion', false)
        const outcome = await runEach(
          definitions,
          ({ name }) => name,
          async (definition) => {
            await metadata.updateWorkflow(isNewVersion ? asNextVersion(metadata, definition) : definition)
            return definition.name
          },
        )
        await keepTagsOf(request, 'workflow', engine)
        return json(outcome)
      },
    },
    {
      method: 'POST',
      path: '/api/metadata/workflow/validate',
      summary: 'Judges a workflow definition without keeping it',
      handle(request) {
        const definition = readBody(request, readWorkflowDef)
        refuse(judgeWorkflowDef(definition, 'validateWorkflowDef.arg0', findTaskDef))
        return empty()
      },
    },
    {
      method: 'GET',
      path: '/api/metadata/workflow',
      summary: 'All versions of all workflow definitions',
      handle(request) {
        const found = metadata.listWorkflows().filter(byClassifier(textParam(request, 'classifier')))
        return json(found.map(tagged(request, 'workflow', engine)))
      },
    },
    {
      method: 'GET',
      path: '/api/metadata/workflow/names-and-versions',
      summary: 'Versions by workflow name',
      handle: () => json(namesAndVersions(metadata.listWorkflows())),
    },
    {
      method: 'GET',
      path: '/api/metadata/workflow/names',
      summary: 'Names of all workflow definitions',
      handle: () => json([...new Set(metadata.listWorkflows().map(({ name }) => name))]),
    },
    {
      method: 'GET',
      path: '/api/metadata/workflow/latest-versions',
      summary: 'The newest version of each workflow definition',
      handle: () => json(metadata.latestWorkflows()),
    },
    {
      method: 'GET',
      path: '/api/metadata/workflow/{name}/versions',
      summary: 'Versions of one workflow definition',
      handle(request) {
        const versions = metadata.listWorkflows().filter(({ name }) => name === param(request, 'name'))
        return json(
          versions.toSorted(byVersion).map(({ name, version, createTime }) => ({ name, version, createTime })),
        )
      },
    },
    {
      method: 'GET',
      path: '/api/metadata/workflow/{name}',
      summary: 'One workflow definition; the newest version when none is named',
      handle(request) {
        const definition = metadata.getWorkflow(param(request, 'name'), numberParam(request, 'version'))
        return json(tagged(request, 'workflow', engine)(definition))
      },
    },
    {
      method: 'DELETE',
      path: '/api/metadata/workflow/{name}/{version}',
      summary: 'Removes one version of a workflow definition',
      async handle(request) {
        const version = wholeNumber(param(request, 'version'), 'version')
        await metadata.removeWorkflow(param(request, 'name'), version)
        return empty()
      },
    },
  ]
}

function taskDefinitionRoutes(engine: Pick<Engine, 'metadata' | 'tags'>): Route[] {
  const { metadata } = engine
  return [
    {
      method: 'POST',
      path: '/api/metadata/taskdefs',
      summary: 'Creates or replaces task definitions',
      async handle(request) {
        const definitions = readBody(request, readTaskDefs)
        if (definitions.length === 0) refuse([violation('registerTaskDef.arg0', 'TaskDefList is empty')])
        refuse(definitions.flatMap((each, index) => judgeTaskDef(each, `registerTaskDef.arg0[${index}]`)))
        await metadata.registerTasks(definitions)
        await keepTagsOf(request, 'task', engine)
        return empty()
      },
    },
    {
      method: 'PUT',
      path: '/api/metadata/taskdefs',
      summary: 'Replaces a task definition',
      async handle(request) {
        const definition = readBody(request, readTaskDef)
        refuse(judgeTaskDef(definition, 'updateTaskDef.arg0'))
        await metadata.updateTask(definition)
        await keepTagsOf(request, 'task', engine)
        return empty()
      },
    },
    {
      method: 'GET',
      path: '/api/metadata/taskdefs',
      summary: 'All task definitions',
      handle: (request) => json(metadata.listTasks().map(tagged(request, 'task', engine))),
    },
    {
      method: 'GET',
      path: '/api/metadata/taskdefs/{tasktype}',
      summary: 'One task definition',
      handle: (request) => json(tagged(request, 'task', engine)(metadata.getTask(param(request, 'tasktype')))),
    },
    {
      method: 'DELETE',
      path: '/api/metadata/taskdefs/{tasktype}',
      summary: 'Removes a task definition',
      async handle(request) {
        await metadata.removeTask(param(request, 'tasktype'))
        return empty()
      },
    },
  ]
}

/** The console of Conductor sends the old number with `newVersion=true` and means: do not overwrite. */
function asNextVersion(metadata: Metadata, definition: WorkflowDefInput): WorkflowDefInput {
  const versions = metadata.listWorkflows().filter(({ name }) => name === definition.name)
  return { ...definition, version: Math.max(0, ...versions.map(({ version }) => version)) + 1 }
}

/** Plain definitions are `workflow`; others say what they are in their metadata. */
function byClassifier(classifier: string | undefined): (definition: WorkflowDef) => boolean {
  if (classifier === undefined) return () => true
  const wanted = classifier.toLowerCase()
  return ({ metadata }) => String(metadata['classifier'] ?? 'workflow').toLowerCase() === wanted
}

function byVersion(a: WorkflowDef, b: WorkflowDef): number {
  return a.version - b.version
}

function namesAndVersions(definitions: readonly WorkflowDef[]): object {
  const byName: Record<string, object[]> = Object.create(null)
  for (const { name, version, createTime, updateTime } of definitions.toSorted(byVersion)) {
    const versions = (byName[name] ??= [])
    versions.push({ name, version, createTime, updateTime })
  }
  return byName
}
