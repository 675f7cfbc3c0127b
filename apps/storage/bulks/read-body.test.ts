import { expect, test } from 'vitest'
import { openBodyWatch } from '#lib/http/body-watch.ts'
import { readBody } from './read-body.ts'

/** A body that gives a byte every few milliseconds, without an end. */
function dripping(): ReadableStream<Uint8Array> {
  let timer: ReturnType<typeof setInterval> | undefined
  return new ReadableStream({
    start(controller) {
      timer = setInterval(() => controller.enqueue(Uint8Array.of(10)), 10)
    },
    cancel: () => clearInterval(timer),
  })
}

test('a body whose bytes keep coming is ended when its whole time is over', async () => {
  const watch = openBodyWatch({ gapMsMax: 200, wholeMsMax: 400 })
  const pieces = readBody(dripping(), new AbortController().signal, watch)
  await expect(Array.fromAsync(pieces)).rejects.toMatchObject({ problem: { code: 'body_slow' } })
})

test('a body is ended when another call takes the bulk over', async () => {
  const call = new AbortController()
  const pieces = readBody(new ReadableStream(), call.signal)
  const read = pieces.next()
  call.abort()
  await expect(read).rejects.toMatchObject({ problem: { code: 'bulk_taken_over' } })
})
