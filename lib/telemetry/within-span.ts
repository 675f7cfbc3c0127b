import type { Span } from '#lib/telemetry/tracer.ts'

/** Does work and ends its span with it, as failed when the work rejects; what is not followed is just done. */
export function withinSpan<Result>(span: Span | undefined, work: () => Promise<Result>): Promise<Result> {
  return span === undefined ? work() : withinSpans([span], work)
}

/** The same for work that several spans share. */
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

/** What a span tells of an error: its class. Messages may hold anything. */
export function errorType(error: unknown): string {
  return error instanceof Error ? error.constructor.name : typeof error
}
