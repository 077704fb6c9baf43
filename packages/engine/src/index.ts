// The public API of the engine.

export type * from './api.ts'
export { createEngine } from './engine.ts'
export type { EngineOptions } from './engine.ts'
export { EngineError } from './errors.ts'
export type { EngineErrorCode } from './errors.ts'
export type * from './event-log.ts'
export type * from './model/definition.ts'
export { toTaskDef, toWorkflowDef, toWorkflowTask } from './model/definition-defaults.ts'
export type * from './model/execution.ts'
export type { JsonMap } from './model/json.ts'
export * from './model/status.ts'
export type * from './ports.ts'
