const WITHOUT_LENGTH: ReadonlySet<number> = new Set([204, 304])

/**
 * The answer to a HEAD, for a runtime that says "content-length: 0" of what has no body: where its handler did not name the length
 * it is left out. So it is that of the answer to GET, or none (https://www.rfc-editor.org/rfc/rfc9110#section-9.3.2).
 */
export function headResponse(response: Response): Response {
  const isKnown = response.headers.has('content-length') || WITHOUT_LENGTH.has(response.status)
  // A body that is there the runtime counts by itself.
  if (isKnown || response.body !== null) return response
  // Of a stream that might still say something Bun tells no length; it reads nothing of it.
  return new Response(new ReadableStream({ pull: () => undefined }), response)
}
