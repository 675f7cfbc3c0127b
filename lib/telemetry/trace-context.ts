const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/u

/** A W3C trace context (https://www.w3.org/TR/trace-context/): which trace, which span in it, and whether it is sampled. */
export interface TraceContext {
  readonly traceId: string
  readonly spanId: string
  readonly isSampled: boolean
}

/**
 * Reads a `traceparent` header of version 00; anything else is no context, as the standard asks.
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
 * The header of a context.
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
 * The header of a span in a caller's trace that nobody writes: what we pass on where we do not follow. It has an id of its own,
 * as the standard asks of whoever takes the sampled flag off.
 */
export function unrecordedChild({ traceId }: TraceContext): string {
  const spanId = Buffer.from(crypto.getRandomValues(new Uint8Array(SPAN_ID_BYTES))).toString('hex')
  return formatTraceparent({ traceId, spanId, isSampled: false })
}

const SPAN_ID_BYTES = 8
