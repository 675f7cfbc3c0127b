import { openStreamReader } from '#lib/stream-log/open.ts'
import { until } from '../tests/builders/until.ts'
import type { Peer } from './bench.ts'
import { startBento } from './bento.ts'
import { cpuSeconds } from './cpu-seconds.ts'

/** What to measure, and where. */
export interface BentoRelayOptions {
  readonly program: string
  readonly redisUrl: string
  readonly kafkaBrokers: string
  /** Entries in the stream. */
  readonly count: number
}

const GROUP = 'bento'
const LONG_MS = 120_000

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
    const acked = async () => {
      const { unread, pending } = await group.lag()
      return count - unread - pending
    }
    await until('Bento has begun', async () => (await acked()) > 0, LONG_MS)
    const [startedAt, cpuBefore, before] = [performance.now(), cpuSeconds(bento.pid), await acked()]
    await until('Bento has drained the stream', async () => (await acked()) === count, LONG_MS)
    const seconds = (performance.now() - startedAt) / 1_000
    const cpu = cpuSeconds(bento.pid) - cpuBefore
    return {
      name: 'Bento, redis_streams to kafka_franz, acks=all',
      value: (count - before) / seconds,
      cpuSecondsPerEvent: cpu / (count - before),
      note: 'no geoIP, no device, no klag, no dedup',
    }
  } finally {
    await bento.stop()
    await group.close()
  }
}
