import type { OutsideAnswer } from '#lib/net/open-outside-caller.ts'
import type { PushResult } from '#lib/pusher/pusher.ts'
import { retryAfterMs } from '#lib/pusher/retry-after-ms.ts'

type Answer = Extract<OutsideAnswer, { readonly status: number }>

/** Statuses that say nothing about the message. */
const PASSING = new Set([408, 409, 421, 423, 425])

/**
 * What the answer of a push service means: it accepts with any 2xx, but a page of HTML comes from a proxy. A redirect is not followed.
 *
 * @param providerId the id of the message when it is accepted
 */
export function httpResult({ status, headers, text }: Answer, providerId: string): PushResult {
  const reason = `the server answered ${status}${text.trim() === '' ? '' : `: ${text.trim()}`}`
  if (status >= 200 && status < 300) {
    const isPage = headers.get('content-type')?.startsWith('text/html') === true
    return isPage
      ? { outcome: 'later', reason: 'the server answered a page' }
      : { outcome: 'sent', providerId }
  }
  if (status === 404 || status === 410) return { outcome: 'gone', reason }
  if (status === 401 || status === 403) return { outcome: 'held', reason }
  const waitMs = retryAfterMs(headers.get('retry-after') ?? '', Date.now())
  const wait = waitMs !== undefined && { retryAfterMs: waitMs }
  if (status === 429) return { outcome: 'busy', reason, ...wait }
  if (status >= 400 && status < 500 && !PASSING.has(status)) return { outcome: 'refused', reason }
  return { outcome: 'later', reason, ...(status >= 500 && wait) }
}
