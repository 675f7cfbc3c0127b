import { openStreamReader } from '#lib/stream-log/open.ts'
import type { Peer } from './bench.ts'
import { startBento } from './bento.ts'
import { measureDrain } from './measure-drain.ts'

/** What to measure, and where. */
export interface BentoRelayOptions {
  readonly program: string
  readonly redisUrl: string
  readonly kafkaBrokers: string
  /** Entries in the stream. */
  readonly count: number
}

const GROUP = 'bento'

/** Bento from the same stream, with a group of its own, to the same topic: no geoIP, no device, no klag, no dedup. */
export async function bentoRelay({
  program,
  redisUrl,
  kafkaBrokers,
  count,
}: BentoRelayOptions): Promise<Peer> {
  // Opening it makes the group, at the beginning of the stream.
  const group = await openStreamReader(redisUrl, { group: GROUP, consumer: 'watcher' })
  const bento = startBento(program, {
    config: 'bento-relay.yaml',
    environment: { REDIS_URL: redisUrl, KAFKA_BROKERS: kafkaBrokers, GROUP },
  })
  try {
    const { perSecond, cpuSecondsPerEvent } = await measureDrain({
      name: 'Bento',
      pid: bento.pid,
      total: count,
      async done() {
        const { unread, pending } = await group.lag()
        return count - unread - pending
      },
    })
    return {
      name: 'Bento, redis_streams to kafka_franz, acks=all',
      value: perSecond,
      cpuSecondsPerEvent,
      note: 'no geoIP, no device, no klag, no dedup',
    }
  } finally {
    await bento.stop()
    await group.close()
  }
}
