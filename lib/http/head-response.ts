const WITHOUT_LENGTH: ReadonlySet<number> = new Set([204, 304])

/**
 * The answer to a HEAD request. The runtime adds "content-length: 0" to an answer without a body, which would be wrong. So the
 * length is that of the answer to GET, or it is left out (https://www.rfc-editor.org/rfc/rfc9110#section-9.3.2).
 */
export function headResponse(response: Response): Response {
  const isKnown = response.headers.has('content-length') || WITHOUT_LENGTH.has(response.status)
  // The runtime counts the bytes of a body that is present.
  if (isKnown || response.body !== null) return response
  // Bun sends no length for a stream without an end, and reads nothing of it.
  return new Response(new ReadableStream({ pull: () => undefined }), response)
}
