import { describe, inject } from 'vitest'
import { newId } from '#lib/ids/new-id.ts'
import { openStreamReader, openStreamWriter } from '#lib/stream-log/open.ts'
import { describeStreamLog } from '#lib/stream-log/stream-log-contract.ts'

const redisUrl = inject('redisUrl')

// The start of the run reports why there is no Redis; with CI=true the run has then failed already.
describe.skipIf(redisUrl === undefined)('on a real Redis', () => {
  describeStreamLog('redis', () => {
    const url = `${redisUrl}?stream=${newId()}`
    return Promise.resolve({
      openWriter: () => openStreamWriter(url),
      openReader: (member) => openStreamReader(url, member),
    })
  })
})
