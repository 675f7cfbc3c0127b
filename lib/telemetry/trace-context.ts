const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/u

/** A W3C trace context (https://www.w3.org/TR/trace-context/): the trace, the span in it, and whether the trace is sampled. */
export interface TraceContext {
  readonly traceId: string
  readonly spanId: string
  readonly isSampled: boolean
}

/**
 * Parses a `traceparent` header of version 00; undefined for anything else, as the standard requires.
 *
 * @example
 * ```ts
 * parseTraceparent('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01')?.isSampled // => true
 * parseTraceparent('nonsense') // => undefined
 * ```
 */
export function parseTraceparent(header: string | undefined): TraceContext | undefined {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(header ?? '') ?? []
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 }
}

/**
 * Formats a context as header.
 *
 * @example
 * ```ts
 * const header = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
 * formatTraceparent({ traceId: header.slice(3, 35), spanId: header.slice(36, 52), isSampled: true }) // => header
 * ```
 */
export function formatTraceparent({ traceId, spanId, isSampled }: TraceContext): string {
  return `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}`
}

/**
 * Creates the header for a trace that we do not record, in the trace of the caller. It has a new span id, because the standard
 * requires one if the sampled flag is removed.
 */
export function unrecordedChild({ traceId }: TraceContext): string {
  const spanId = Buffer.from(crypto.getRandomValues(new Uint8Array(SPAN_ID_BYTES))).toString('hex')
  return formatTraceparent({ traceId, spanId, isSampled: false })
}

const SPAN_ID_BYTES = 8
