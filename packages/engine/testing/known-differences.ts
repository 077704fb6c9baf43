/** Where an answer of ours differs from Conductor OSS 3.32.1 on purpose, and why. One table: the suite reads it. */

export type Flavour = 'gatehouse' | 'conductor-oss'

interface Difference {
  readonly gatehouse: number
  readonly oss: number
  readonly because: string
}

const CLIENT_MISTAKE = 'a 5xx for a mistake of the client makes SDKs retry it'

export const knownDifferences = {
  unreadableJson: { gatehouse: 400, oss: 500, because: CLIENT_MISTAKE },
  missingBody: { gatehouse: 400, oss: 500, because: CLIENT_MISTAKE },
  missingParameter: { gatehouse: 400, oss: 500, because: CLIENT_MISTAKE },
  wrongParameterType: { gatehouse: 400, oss: 500, because: CLIENT_MISTAKE },
  wrongEnumInPath: { gatehouse: 400, oss: 500, because: CLIENT_MISTAKE },
  wrongEnumInBody: { gatehouse: 400, oss: 500, because: CLIENT_MISTAKE },
  nullTaskType: { gatehouse: 400, oss: 500, because: CLIENT_MISTAKE },
  missingTaskStatus: { gatehouse: 400, oss: 500, because: CLIENT_MISTAKE },
  updateV2WithoutIds: { gatehouse: 400, oss: 500, because: CLIENT_MISTAKE },
  resumeWhenNotPaused: { gatehouse: 409, oss: 500, because: CLIENT_MISTAKE },
  skipWhatCannotBeSkipped: { gatehouse: 409, oss: 500, because: CLIENT_MISTAKE },
  resultForUnknownWorkflow: {
    gatehouse: 404,
    oss: 200,
    because:
      'who reports to an execution that is not there should hear of it, as from Orkes: the Go SDK counts on that',
  },
  deleteUnknownWorkflowDef: { gatehouse: 404, oss: 500, because: 'the SQL stores of OSS wrap the 404' },
  deleteUnknownTaskDef: { gatehouse: 404, oss: 500, because: 'the SQL stores of OSS wrap the 404' },
  duplicateEventHandler: { gatehouse: 409, oss: 500, because: 'the SQL stores of OSS wrap the 409' },
  unknownEventHandler: { gatehouse: 404, oss: 500, because: 'the SQL stores of OSS wrap the 404' },
  otherContentType: { gatehouse: 200, oss: 500, because: 'a JSON body is one whatever its label' },
  updateVariables: { gatehouse: 200, oss: 404, because: 'SDKs have the call; OSS lacks the route' },
  executeWithoutVersion: {
    gatehouse: 200,
    oss: 404,
    because: 'the JavaScript SDK calls this form; OSS lacks the route',
  },
  eventHandlersInList: { gatehouse: 200, oss: 500, because: 'the JavaScript SDK posts a list; OSS reads one handler' },
  updateState: { gatehouse: 200, oss: 404, because: 'SDKs have the call; OSS lacks the route' },
  correlatedBatch: { gatehouse: 200, oss: 404, because: 'SDKs have the call; OSS lacks the route' },
  jump: { gatehouse: 200, oss: 404, because: 'SDKs have the call; OSS lacks the route' },
  upgrade: { gatehouse: 200, oss: 404, because: 'SDKs have the call; OSS lacks the route' },
  yield: { gatehouse: 200, oss: 404, because: 'to OSS, YIELD is a type of its workers' },
  documentStore: { gatehouse: 200, oss: 404, because: 'the Java SDK calls it before it retries; OSS lacks the route' },
  tags: { gatehouse: 200, oss: 404, because: 'SDKs have the calls; OSS lacks the routes' },
  workflowTags: { gatehouse: 200, oss: 405, because: 'to OSS, tags is the version of a definition to delete' },
  secrets: { gatehouse: 200, oss: 404, because: 'SDKs have the calls; OSS takes secrets from its environment only' },
  environment: { gatehouse: 200, oss: 405, because: 'SDKs have the call; OSS reads its environment only' },
  webhook: { gatehouse: 200, oss: 404, because: 'SDKs have the call; OSS lacks the route' },
  inputAgainstSchema: { gatehouse: 400, oss: 200, because: 'OSS takes schemas and ignores them' },
  idempotentStart: { gatehouse: 409, oss: 200, because: 'OSS takes idempotency keys and ignores them' },
  badCron: { gatehouse: 400, oss: 500, because: CLIENT_MISTAKE },
  emptySchedule: { gatehouse: 400, oss: 500, because: CLIENT_MISTAKE },
  openApi: { gatehouse: 200, oss: 500, because: 'the description of the API is broken in 3.32.1' },
  actuatorHealth: { gatehouse: 200, oss: 503, because: 'OSS on SQLite still looks for Elasticsearch' },
} as const satisfies Record<string, Difference>

export type DifferenceName = keyof typeof knownDifferences

/** The status that a server of this flavour gives there. */
export function statusFor(flavour: Flavour, name: DifferenceName): number {
  const difference: Difference = knownDifferences[name]
  return flavour === 'gatehouse' ? difference.gatehouse : difference.oss
}

/** Properties that our answers have and those of OSS have not. */
export const additionalProperties: Readonly<Record<'Task', readonly string[]>> = {
  // The budget of totalTimeoutSeconds is counted from it; Conductor keeps it without showing it.
  Task: ['firstScheduledTime'],
}
