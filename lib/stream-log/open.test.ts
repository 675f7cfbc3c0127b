import { expect, test } from 'vitest'
import { StartError } from '#lib/errors/start-error.ts'
import { openStreamReader, openStreamWriter } from '#lib/stream-log/open.ts'

test.each([
  () => openStreamWriter('carrier-pigeon://user:secret@host'),
  () => openStreamReader('carrier-pigeon://user:secret@host', { group: 'g', consumer: 'c' }),
])('an unknown scheme is refused, without the rest of the URL', async (open) => {
  await expect(open()).rejects.toThrow(StartError)
  await expect(open()).rejects.toThrow(/^Cannot open stream: scheme "carrier-pigeon:" is unknown$/u)
})
