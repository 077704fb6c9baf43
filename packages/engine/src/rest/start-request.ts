/** From a body, or a path and query, to a start request that the engine takes. */
import type { Metadata, StartRequest } from '../api.ts'
import { judgeStartRequest } from '../validation/request-rules.ts'
import { readStartRequest, type StartBody } from '../validation/request-readers.ts'
import { refuse, violation } from '../validation/violation.ts'
import type { RouteRequest } from './exchange.ts'
import { taskDefFinder } from './metadata-routes.ts'
import { numberParam, textParam } from './parameters.ts'
import { readBody, readMap } from './request-body.ts'
import { RequestError } from './request-error.ts'

/** @throws ValidationFailed, RequestError, UnreadableBody */
export function startRequestOf(request: RouteRequest, metadata: Metadata): StartRequest {
  return { ...checkStart(readBody(request, readStartRequest), metadata, 'startWorkflow.arg0'), ...originOf(request) }
}

/** The definition is named by the path; the body is the input. */
export function startByName(request: RouteRequest, metadata: Metadata, name: string, version?: number): StartRequest {
  // Fails with the words of this route, which differ from those of a start by body.
  metadata.getWorkflow(name, version)
  const priority = numberParam(request, 'priority', 0)
  if (priority < 0) refuse([violation('startWorkflow.arg3', '0 is the minimum priority value', priority)])
  if (priority > 99) refuse([violation('startWorkflow.arg3', '99 is the maximum priority value', priority)])
  const correlationId = textParam(request, 'correlationId')
  return {
    name,
    ...(version === undefined ? {} : { version }),
    ...(correlationId === undefined ? {} : { correlationId }),
    priority,
    input: readBody(request, readMap),
    ...originOf(request),
  }
}

/** A request whose name and version come from the path. Version 0 means the newest one here. */
export function startByPath(
  request: RouteRequest,
  name: string,
  version: number | undefined,
  metadata: Metadata,
): StartRequest {
  const { version: _ignored, ...body } = { ...readBody(request, readStartRequest), name }
  const named = version === undefined || version === 0 ? body : { ...body, version }
  return { ...checkStart(named, metadata, 'executeWorkflow.arg0'), ...originOf(request) }
}

/** What the request itself does not say in its body. */
function originOf({ headers: { traceparent }, asker }: RouteRequest): Pick<StartRequest, 'traceparent' | 'createdBy'> {
  return {
    ...(traceparent === undefined ? {} : { traceparent }),
    ...(asker === undefined ? {} : { createdBy: asker }),
  }
}

/** @throws ValidationFailed, RequestError */
export function checkStart({ hasNullInput, ...body }: StartBody, metadata: Metadata, path: string): StartRequest {
  refuse(judgeStartRequest({ ...body, hasNullInput }, path, taskDefFinder(metadata)))
  if (hasNullInput && body.externalInputPayloadStoragePath === undefined) {
    throw new RequestError(400, 'NULL input passed when starting workflow')
  }
  // The name was judged to be there.
  return { ...body, name: body.name ?? '' }
}
