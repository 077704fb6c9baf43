import { describe, expect, it } from 'vitest'
import { toApiError } from './api-error.ts'

describe('toApiError', () => {
  it('reads our own shape with its fields', () => {
    const error = toApiError(
      400,
      {
        error: {
          code: 'INVALID_INPUT',
          message: 'Bad',
          requestId: 'r-1',
          fields: [{ path: 'name', code: 'REQUIRED' }],
        },
      },
      undefined,
    )
    expect(error).toMatchObject({
      status: 400,
      code: 'INVALID_INPUT',
      requestId: 'r-1',
      fields: [{ path: 'name', message: 'REQUIRED' }],
    })
  })

  it("reads Conductor's shape with its validation errors", () => {
    const error = toApiError(
      400,
      {
        status: 400,
        message: 'Validation failed',
        validationErrors: [{ path: 'x.arg0.name', message: 'cannot be empty', invalidValue: '' }],
      },
      'r-2',
    )
    expect(error).toMatchObject({
      code: 'HTTP_400',
      message: 'Validation failed',
      requestId: 'r-2',
      fields: [{ path: 'x.arg0.name', message: 'cannot be empty' }],
    })
  })

  it.each([['<html>'.repeat(200)], [''], [{ odd: true }]])('says the status of any other body', (body) => {
    expect(toApiError(502, body, undefined).message).toBe('The server answered 502.')
  })
})
