/** What is told of a span beside its name and times. Never an address, a device, a key, a coordinate or what a person wrote. */
export type SpanAttributes = Readonly<Record<string, string | number>>

/** What a span is in the way of an event: an answer, a call, something sent or something taken. */
export type SpanKind = 'server' | 'client' | 'producer' | 'consumer'

/** What a span is begun with. */
export interface SpanStart {
  /** One of few: never made of what callers send. */
  readonly name: string
  readonly kind: SpanKind
  readonly attributes?: SpanAttributes
  /** When it began, in milliseconds since 1970; now where it does not say. */
  readonly startedAt?: number
  /** The `traceparent` of spans that have to do with it, besides its parent. */
  readonly links?: readonly string[]
}

/** Work that is followed. */
export interface Span {
  /** Its W3C trace context: what goes on with this text is its child. */
  readonly traceparent: string
  set(attributes: SpanAttributes): void
  /** Marks it as failed; the kind of error is one of few, as its name is. */
  fail(errorType: string): void
  /** Ends it: it may be exported from now on, and nothing is added to it any more. */
  end(): void
}

/** Writes spans. Whoever decides what is sampled is asked before: at the tracker, see edge/tracker/create-call-tracer.ts. */
export interface Tracer {
  /** A span in the trace of its parent; undefined where that has none, or is not sampled. */
  follow(parent: string | undefined, start: SpanStart): Span | undefined
  /** The first span of a new trace. */
  begin(start: SpanStart): Span
}
