import { NDJSON_TYPE } from './bulk-wire.ts'

/** Answers values as lines of JSON. The next one is made when the client takes it; when the client leaves, `values` ends. */
export function answerLines(values: AsyncGenerator): Response {
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await values.next()
      if (done === true) controller.close()
      else controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`))
    },
    async cancel() {
      await values.return(undefined)
    },
  })
  return new Response(body, { headers: { 'content-type': NDJSON_TYPE } })
}
