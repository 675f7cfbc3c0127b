import { benchXadd } from './bench-xadd.ts'
import type { Bench, Figure, Peer } from './bench.ts'
import { BENTO_MISSING, bentoProgram } from './bento.ts'
import { startBentoTrack } from './bento-track.ts'
import { measureRates, type Rate } from './measure-rate.ts'
import { startBareServer } from './start-bare-server.ts'
import { REDIS_SETTINGS, startBenchTracker } from './start-bench-tracker.ts'
import { ONE_EVENT } from './tracker-loads.ts'

/** Durable single events per second through one tracker: GET → Redis Streams with fsync → 200. */
export const trackerRate: Bench = {
  name: 'tracker-rate',
  about: 'durable single events a second through one tracker, 64 connections, Redis with appendfsync always',
  async measure() {
    await using tracker = await startBenchTracker()
    await using bare = await startBareServer()
    await using ending = new AsyncDisposableStack()
    const program = bentoProgram()
    const bento =
      program === undefined
        ? undefined
        : await startBentoTrack({
            program,
            folder: tracker.folder,
            path: ONE_EVENT,
            settings: REDIS_SETTINGS,
          })
    ending.defer(() => bento?.stop())
    const [own, nothing, ofBento] = await measureRates([
      { url: tracker.url + ONE_EVENT, pid: tracker.pid },
      { url: bare.url + ONE_EVENT, pid: bare.pid },
      ...(bento === undefined ? [] : [bento]),
    ])
    const peers = [
      peer('bare Bun.serve, nothing kept', nothing),
      { name: 'redis-benchmark XADD, 64 clients', value: await benchXadd(tracker.redisPort) },
      ...(ofBento === undefined ? [] : [peer('Bento, http_server to redis_streams', ofBento)]),
    ]
    return [
      {
        name: 'durable GET through the tracker',
        unit: 'events/s',
        value: own?.perSecond ?? 0,
        cpuSecondsPerEvent: own?.cpuSecondsPerEvent,
        peers,
        note: `${describe(own)}; medians of five rounds, ours and peers in turn${program === undefined ? `; ${BENTO_MISSING}` : ''}`,
      } satisfies Figure,
    ]
  },
}

function peer(name: string, rate: Rate | undefined): Peer {
  return {
    name,
    value: rate?.perSecond ?? 0,
    cpuSecondsPerEvent: rate?.cpuSecondsPerEvent,
    note: describe(rate),
  }
}

function describe(rate: Rate | undefined): string {
  return `p50 ${rate?.p50Ms} ms, p99 ${rate?.p99Ms} ms, ${rate?.errors} errors`
}
