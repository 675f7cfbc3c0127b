import { expect, onTestFinished } from 'vitest'

/** An event of a live stream. */
export interface LiveEvent {
  readonly id: string
  readonly data: unknown
}

/** Reads the answer of a live stream until the test ends; `next()` waits for its next event. */
export function readLive(response: Response) {
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  onTestFinished(() => reader?.cancel())
  let text = ''
  return {
    leave: () => reader?.cancel(),
    async next(): Promise<LiveEvent> {
      for (;;) {
        const found = /^id: (?<id>\d+)\ndata: (?<data>.*)\n\n/mu.exec(text)
        if (found !== null) {
          text = text.slice(found.index + found[0].length)
          const { id = '', data = '' } = found.groups ?? {}
          return { id, data: JSON.parse(data) }
        }
        const part = await reader?.read()
        if (part?.done !== false) throw new Error('Cannot read on: the stream has ended')
        text += part.value
      }
    },
  }
}
