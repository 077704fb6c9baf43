/** Task handlers of the KYC workflows on the official Conductor SDK, and the dispatcher of the outbox. */
export { type Conductor, ConductorError, type ConductorOptions, createConductor, type Execution } from './conductor.ts'
export { createHandlers } from './create-handlers.ts'
export { type Dispatcher, type DispatcherOptions, type SendMail, startDispatcher } from './dispatch-outbox.ts'
export { createInProcessScreening, type ListsInForce, toScreeningHit } from './in-process-screening.ts'
export type { HandlerPorts } from './ports.ts'
export {
  type RunningWorkers,
  runWorkers,
  type RunWorkersOptions,
  type TaskHandler,
  type TaskInput,
} from './run-workers.ts'
export { riskInputsOf } from './risk-of-case.ts'
export { screeningQuery } from './screening-query.ts'
export { type ExecutionWatch, type ExecutionWatchOptions, startExecutionWatch } from './watch-executions.ts'
export type { ScreeningPort } from './screening-port.ts'
export { TASK_OUTPUTS } from './task-outputs.ts'
export { TerminalError } from './terminal-error.ts'
export { type ClosableFetch, createUndiciFetch } from './undici-fetch.ts'
export { createStatelessChecks, type StatelessCheck, type StatelessPorts } from './stateless-checks.ts'
