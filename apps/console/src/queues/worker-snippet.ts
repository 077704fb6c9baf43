/** A worker for a task type in a few lines, with the official SDK. */

export const workerSnippet = (
  task: string,
  origin: string,
  domain: string | undefined,
): string => `import { orkesConductorClient, TaskManager } from '@io-orkes/conductor-javascript'

const client = await orkesConductorClient({ serverUrl: '${origin}/api' })
const worker = {
  taskDefName: '${task}',
  execute: async (task) => ({ status: 'COMPLETED', outputData: { received: task.inputData } }),
}
new TaskManager(client, [worker], { options: { ${domain === undefined ? '' : `domain: '${domain}', `}concurrency: 5 } }).startPolling()
`
