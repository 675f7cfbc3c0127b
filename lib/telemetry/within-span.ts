import type { Span } from '#lib/telemetry/tracer.ts'

/** Does work and then ends its span, as failed if the work rejects. Without a span it only does the work. */
export function withinSpan<Result>(span: Span | undefined, work: () => Promise<Result>): Promise<Result> {
  return span === undefined ? work() : withinSpans([span], work)
}

/** Does work that several spans share, and then ends all of them. */
export async function withinSpans<Result>(
  spans: readonly Span[],
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    for (const span of spans) span.fail(errorType(error))
    throw error
  } finally {
    for (const span of spans) span.end()
  }
}

/** Returns the class of an error. Spans do not contain the message, because it may contain private data. */
export function errorType(error: unknown): string {
  return error instanceof Error ? error.constructor.name : typeof error
}
