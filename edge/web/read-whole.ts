/** A body that was read: all its bytes, or a stream of all of it when it is longer than the limit. */
export type ReadBody = { readonly bytes: Uint8Array<ArrayBuffer> } | { readonly longer: ReadableStream }

/** Reads a body up to a limit. What was read of a longer one comes first in its stream, so that nothing of it is lost. */
export async function readWhole(
  body: ReadableStream<Uint8Array> | null,
  bytesMax: number,
): Promise<ReadBody> {
  if (body === null) return { bytes: new Uint8Array() }
  const reader = body.getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  while (length <= bytesMax) {
    const { done, value } = await reader.read()
    if (done) return { bytes: new Uint8Array(Buffer.concat(chunks, length)) }
    length += value.byteLength
    chunks.push(value)
  }
  const longer = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk)
    },
    async pull(controller) {
      const { done, value } = await reader.read()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel: (reason) => reader.cancel(reason),
  })
  return { longer }
}
