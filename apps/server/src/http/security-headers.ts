/** Headers on every answer. */
export interface ResponseHeaders {
  readonly [name: string]: string
}

/** For JSON, downloads and everything else that is not a page: nothing in it may run or be framed. */
export function apiHeaders(secure: boolean): ResponseHeaders {
  return {
    ...commonHeaders(secure),
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    'cache-control': 'no-store',
  }
}

/** For our own pages. Two libraries insert a style element, which the nonce allows; no inline script, no eval. */
export function pageHeaders(nonce: string, secure: boolean): ResponseHeaders {
  const policy = [
    "default-src 'self'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    // Elements carry computed sizes and positions; a style attribute cannot load or run anything under img-src.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "frame-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ]
  return { ...commonHeaders(secure), 'content-security-policy': policy.join('; '), 'cache-control': 'no-store' }
}

function commonHeaders(secure: boolean): ResponseHeaders {
  return {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    ...(secure ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  }
}
