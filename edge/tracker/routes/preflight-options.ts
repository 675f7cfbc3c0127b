import { OPEN_HEADERS } from '../answer.ts'
import { defineTrackerRoute, type TrackerPorts, type TrackerRoute } from '../define-tracker-route.ts'
import type { Answer } from '../timed.ts'

const PREFLIGHT_HEADERS = {
  ...OPEN_HEADERS,
  'access-control-allow-methods': 'GET, HEAD, POST',
  'access-control-max-age': '86400',
}

// The answer to a preflight that names no headers, or names them in a wrong way.
const USUAL_HEADERS = [
  'authorization',
  ...['id', 'source', 'specversion', 'subject', 'time', 'traceparent', 'type'].map((name) => `ce-${name}`),
  'content-encoding',
  'content-type',
  'push-device-key',
  'traceparent',
  'x-push-key',
].join(', ')

const ASKED_LENGTH_MAX = 2_000

// Names of headers (https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2), separated by commas.
const HEADER_NAMES = /^[\w!#$%&'*+.^`|~, -]+$/u

/**
 * `OPTIONS`: pages of all sites may call, unless the write key in the query forbids their origin. They may send any headers, because
 * each client library has its own. This is safe: programs outside of browsers can send any headers, too.
 */
export function preflightRoute(path: string): TrackerRoute {
  return defineTrackerRoute({
    method: 'options',
    path,
    access: { everybody: 'browsers send preflights without credentials' },
    open: openPreflight,
  })
}

function openPreflight({ writeKeys }: Pick<TrackerPorts, 'writeKeys'>): Answer {
  return ({ req }) => {
    writeKeys?.checkPreflight(req.raw)
    const asked = req.raw.headers.get('access-control-request-headers') ?? ''
    const isReadable = asked.length <= ASKED_LENGTH_MAX && HEADER_NAMES.test(asked)
    const headers = {
      ...PREFLIGHT_HEADERS,
      'access-control-allow-headers': isReadable ? asked : USUAL_HEADERS,
    }
    return new Response(null, { status: 204, headers })
  }
}
