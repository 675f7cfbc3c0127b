import { openStreamReader } from '#lib/stream-log/open.ts'
import type { Peer } from './bench.ts'
import { startBento } from './bento.ts'
import { measureDrain } from './measure-drain.ts'

/** Options of the measurement. */
export interface BentoRelayOptions {
  readonly program: string
  readonly redisUrl: string
  readonly kafkaBrokers: string
  /** Entries in the stream. */
  readonly count: number
}

const GROUP = 'bento'

/** Measures Bento from the same stream to the same topic, with a group of its own: without geoIP, device, klag and dedup. */
export async function bentoRelay({
  program,
  redisUrl,
  kafkaBrokers,
  count,
}: BentoRelayOptions): Promise<Peer> {
  // This creates the group, at the beginning of the stream.
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
