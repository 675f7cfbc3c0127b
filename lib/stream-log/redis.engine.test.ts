import { describe, inject } from 'vitest'
import { newId } from '#lib/ids/new-id.ts'
import { openStreamReader, openStreamWriter } from '#lib/stream-log/open.ts'
import { describeStreamLog } from '#lib/stream-log/stream-log-contract.ts'

const redisUrl = inject('redisUrl')

// Told at the start of the run why there is none; with CI=true that has failed the run already.
describe.skipIf(redisUrl === undefined)('on a real Redis', () => {
  describeStreamLog('redis', () => {
    const url = `${redisUrl}?stream=${newId()}`
    return Promise.resolve({
      openWriter: () => openStreamWriter(url),
      openReader: (member) => openStreamReader(url, member),
    })
  })
})
