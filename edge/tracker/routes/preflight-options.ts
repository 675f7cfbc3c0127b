import { OPEN_HEADERS } from '../answer.ts'
import type { Answer } from '../timed.ts'
import type { WriteKeyCheck } from '../write-keys/check-write-keys.ts'

const ALLOWED_HEADERS = [
  'authorization',
  ...['id', 'source', 'specversion', 'subject', 'time', 'traceparent', 'type'].map((name) => `ce-${name}`),
  'content-encoding',
  'content-type',
  'push-device-key',
  'traceparent',
  'x-push-key',
  // Of Segment's clients, when they try again.
  'x-retry-count',
]

const PREFLIGHT_HEADERS = {
  ...OPEN_HEADERS,
  'access-control-allow-methods': 'GET, HEAD, POST',
  'access-control-allow-headers': ALLOWED_HEADERS.join(', '),
  'access-control-max-age': '86400',
}

/** `OPTIONS`: pages of all sites may call, as far as the write key in the query lets them. */
export function answerPreflight(writeKeys: WriteKeyCheck | undefined): Answer {
  return ({ req }) => {
    const headers = { ...PREFLIGHT_HEADERS, ...writeKeys?.preflight(req.raw) }
    return new Response(null, { status: 204, headers })
  }
}
