import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { ProblemError } from '#lib/http/problem.ts'
import { problemSchema } from '#lib/http/wire-schemas.ts'

/** A position of a device, as its client sent it. */
export interface SentPosition {
  /** `di`, `lt`, `lg` and `a`. */
  readonly params: Readonly<Record<string, string>>
  /** The headers of the call. */
  readonly headers: Headers
  /** Undefined if it is not known. */
  readonly clientIp: string | undefined
}

/**
 * Sends a position to the tracker as its client would, with the proof of the device, and not as a service: only the device moves what
 * follows it.
 *
 * @throws {ProblemError} what the tracker answers when it does not take the event.
 * @throws {UnavailableError} when the tracker does not answer.
 */
export type ForwardPosition = (position: SentPosition) => Promise<void>

/** What the tracker reads of a call, besides its address. */
const HEADERS = ['push-device-key', 'x-push-key', 'origin', 'user-agent', 'sec-gpc', 'dnt', 'traceparent']
const TIMEOUT_MS = 10_000

/** Opens the way to the tracker. */
export function openForwardPosition(trackerUrl: string): ForwardPosition {
  return async function forwardPosition({ params, headers: sent, clientIp = 'unknown' }) {
    const headers = new Headers({ 'x-push-ip': clientIp, 'x-forwarded-for': clientIp })
    for (const name of HEADERS) {
      const value = sent.get(name)
      if (value !== null) headers.set(name, value)
    }
    const url = new URL(`/t/geo?${new URLSearchParams(params)}`, trackerUrl)
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    let response: Response
    try {
      response = await fetch(url, { headers, redirect: 'error', signal })
    } catch (cause) {
      throw new UnavailableError(`Cannot send a position to the tracker: ${messageOf(cause)}`, { cause })
    }
    if (response.status !== 200) throw await problemOf(response)
    await response.body?.cancel()
  }
}

async function problemOf(response: Response): Promise<Error> {
  const text = await response.text()
  const problem = response.status < 500 ? problemSchema.safeParse(parse(text)) : undefined
  if (problem?.success !== true)
    return new UnavailableError(`Cannot send a position to the tracker: it answered ${response.status}`)
  const { code, detail, field } = problem.data
  const headers = Object.fromEntries(
    ['retry-after', 'www-authenticate'].flatMap((name) => {
      const value = response.headers.get(name)
      return value === null ? [] : [[name, value]]
    }),
  )
  return new ProblemError({ status: response.status, code, detail, field, headers })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
