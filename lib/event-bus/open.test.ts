import { expect, test } from 'vitest'
import { StartError } from '#lib/errors/start-error.ts'
import { openBusReader, openBusWriter } from '#lib/event-bus/open.ts'

test.each([
  () => openBusWriter('carrier-pigeon://user:secret@host'),
  () => openBusReader('carrier-pigeon://user:secret@host', { group: 'g', topics: ['t'], from: 'latest' }),
])('an unknown scheme is refused, without the rest of the URL', async (open) => {
  await expect(open()).rejects.toThrow(StartError)
  await expect(open()).rejects.toThrow(/^Cannot open bus: scheme "carrier-pigeon:" is unknown$/u)
})
