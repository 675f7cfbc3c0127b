/** Attributes of a span. They never contain an address, a device, a key, a coordinate or text that a person wrote. */
export type SpanAttributes = Readonly<Record<string, string | number>>

/** The kind of a span, as in OpenTelemetry: it answers a call, makes a call, sends a message or receives one. */
export type SpanKind = 'server' | 'client' | 'producer' | 'consumer'

/** The data to start a span. */
export interface SpanStart {
  /** One of a small set of names; never built from data of callers. */
  readonly name: string
  readonly kind: SpanKind
  readonly attributes?: SpanAttributes
  /** Start time in milliseconds since 1970; default: now. */
  readonly startedAt?: number
  /** The `traceparent` of related spans other than its parent. */
  readonly links?: readonly string[]
}

/** A span: traced work. */
export interface Span {
  /** Its W3C trace context, to be passed to its children. */
  readonly traceparent: string
  set(attributes: SpanAttributes): void
  /** Marks it as failed; `errorType` is one of a small set, like the name. */
  fail(errorType: string): void
  /** Ends it: it can be exported now, and it cannot be changed any more. */
  end(): void
}

/** Creates spans. It does not decide which traces are sampled: edge/tracker/create-call-tracer.ts does. */
export interface Tracer {
  /** Starts a span in the trace of its parent; undefined if there is no parent or it is not sampled. */
  follow(parent: string | undefined, start: SpanStart): Span | undefined
  /** Starts the first span of a new trace. */
  begin(start: SpanStart): Span
}
