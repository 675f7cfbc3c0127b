import type { BodyWatch } from '#lib/http/body-watch.ts'

/** The bytes of a body as far as they were read, and why no further. */
export interface ReadSoFar {
  readonly bytes: Uint8Array
  readonly end: 'whole' | 'too-large' | 'broken' | 'stalled'
}

/** The bytes of a request's body, those within the limit; with a watch, no longer than that lets it take. */
export async function readUpTo(
  { body }: Request,
  bytesMax: number,
  bodyWatch?: BodyWatch,
): Promise<ReadSoFar> {
  if (body === null) return { bytes: new Uint8Array(), end: 'whole' }
  const reader = body.getReader()
  const watched = bodyWatch?.watch(() => void reader.cancel().catch(() => undefined))
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (watched?.isStalled === true) return { bytes: Buffer.concat(chunks, length), end: 'stalled' }
      if (done) return { bytes: joined(chunks, length), end: 'whole' }
      if (watched !== undefined) watched.quietTicks = 0
      length += value.byteLength
      chunks.push(value)
      if (length > bytesMax) {
        await reader.cancel()
        return { bytes: Buffer.concat(chunks, bytesMax), end: 'too-large' }
      }
    }
  } catch {
    // Whatever it was, the rest of the body is not to be had.
    return { bytes: Buffer.concat(chunks, length), end: 'broken' }
  } finally {
    if (watched !== undefined) bodyWatch?.release(watched)
  }
}

// Most bodies come in one piece.
function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const [only] = chunks
  return only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks, length)
}
