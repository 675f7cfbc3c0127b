import type { BodyWatch } from '#lib/http/body-watch.ts'

/** The bytes of a body that were read, and why the reading ended. */
export interface ReadSoFar {
  readonly bytes: Uint8Array
  readonly end: 'whole' | 'too-large' | 'broken' | 'stalled'
}

/** Reads the bytes of a body up to the limit. With a watch, it stops when the body takes too long. */
export async function readUpTo(
  { body }: Pick<Request, 'body'>,
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
    // Whatever the error, the rest of the body will not come.
    return { bytes: Buffer.concat(chunks, length), end: 'broken' }
  } finally {
    if (watched !== undefined) bodyWatch?.release(watched)
  }
}

// Most bodies come in one piece: it needs no copy.
function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const [only] = chunks
  return only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks, length)
}
