import { openStreamReader, openStreamWriter } from '#lib/stream-log/open.ts'
import { describeStreamLog } from '#lib/stream-log/stream-log-contract.ts'
import { newId } from '#lib/ids/new-id.ts'

describeStreamLog('redis', async () => {
  const url = `redis://127.0.0.1:6399?stream=${newId()}`
  return { openWriter: () => openStreamWriter(url), openReader: (member) => openStreamReader(url, member) }
})
