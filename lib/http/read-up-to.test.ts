import { describe, expect, test } from 'vitest'
import { openBodyWatch } from '#lib/http/body-watch.ts'
import { readUpTo } from '#lib/http/read-up-to.ts'

type Fill = (controller: ReadableStreamDefaultController<Uint8Array>) => void

function aRequest(fill: Fill, cancel?: () => void): Request {
  const body = new ReadableStream<Uint8Array>({ start: fill, ...(cancel && { cancel }) })
  return new Request('http://localhost/', { method: 'POST', body })
}

const bytes = (text: string) => new TextEncoder().encode(text)

describe('readUpTo()', () => {
  test('returns a whole body, in any number of pieces', async () => {
    for (const pieces of [[], ['abc'], ['a', '', 'bc']]) {
      const request = aRequest((controller) => {
        for (const piece of pieces) controller.enqueue(bytes(piece))
        controller.close()
      })
      const { bytes: read, end } = await readUpTo(request, 3)
      expect([Buffer.from(read).toString(), end]).toEqual([pieces.join(''), 'whole'])
    }
  })

  test('returns no bytes when there is no body', async () => {
    const { bytes: read, end } = await readUpTo(new Request('http://localhost/'), 3)
    expect([read.byteLength, end]).toEqual([0, 'whole'])
  })

  test('returns the bytes within the limit, and cancels the rest', async () => {
    let isCancelled = false
    const request = aRequest(
      (controller) => {
        controller.enqueue(bytes('abcd'))
      },
      () => {
        isCancelled = true
      },
    )
    const { bytes: read, end } = await readUpTo(request, 3)
    expect([Buffer.from(read).toString(), end, isCancelled]).toEqual(['abc', 'too-large', true])
  })

  test('returns what came before the body broke off', async () => {
    let isGiven = false
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (isGiven) controller.error(new Error('reset'))
        else controller.enqueue(bytes('ab'))
        isGiven = true
      },
    })
    const request = new Request('http://localhost/', { method: 'POST', body })
    const { bytes: read, end } = await readUpTo(request, 3)
    expect([Buffer.from(read).toString(), end]).toEqual(['ab', 'broken'])
  })

  test('returns what came before the body stalled', async () => {
    const request = aRequest((controller) => controller.enqueue(bytes('ab')))
    const watch = openBodyWatch({ gapMsMax: 50, wholeMsMax: 60_000 })
    const { bytes: read, end } = await readUpTo(request, 3, watch)
    expect([Buffer.from(read).toString(), end]).toEqual(['ab', 'stalled'])
  })
})
