import { encodeTracked } from '#lib/events/tracked-event.ts'
import { newId } from '#lib/ids/new-id.ts'
import { openStreamWriter } from '#lib/stream-log/open.ts'

const APPEND = 5_000
const DEVICES = 50_000
const AGENTS = [
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36',
]

/** Appends a number of pings of phones to a stream, in the form of the tracker. */
export async function fillStream(url: string, count: number): Promise<void> {
  const writer = await openStreamWriter(url)
  for (let first = 0; first < count; first += APPEND)
    await writer.append(
      Array.from({ length: Math.min(APPEND, count - first) }, (_, index) => anEvent(first + index)),
    )
  await writer.close()
}

function anEvent(index: number): string {
  const now = Date.now()
  const device = `phone-${index % DEVICES}`
  return encodeTracked({
    id: newId(),
    type: 'geo',
    source: '/tracker/bench',
    clientSource: undefined,
    device,
    time: now,
    receivedAt: now,
    protocol: 'get',
    pod: 'bench',
    params: { di: device, lt: '52.5219', lg: '13.4132', a: '12' },
    attributes: undefined,
    ip: `${1 + (index % 200)}.${index % 250}.${index % 240}.0`,
    userAgent: AGENTS[index % AGENTS.length],
    quality: [],
    person: 'anna',
    key: undefined,
    traceparent: undefined,
    replay: undefined,
  })
}
