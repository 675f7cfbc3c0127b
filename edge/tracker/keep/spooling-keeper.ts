import { messageOf } from '#lib/errors/message-of.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { Spool } from '#lib/spool/spool.ts'
import type { StreamWriter } from '#lib/stream-log/stream-log.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'
import { openCircuit } from './circuit.ts'
import type { AckLevel, EventKeeper } from './event-keeper.ts'
import { openRateMeter } from './rate-meter.ts'
import { watchFillLevel } from './watch-fill-level.ts'

/** Ports and options of the keeper. */
export interface SpoolingKeeperOptions {
  readonly stream: StreamWriter
  readonly spool: Spool
  /** Percentage of the stream's room that unfinished events may use. */
  readonly highWaterPercent: number
  readonly log: Logger
  readonly metrics: Metrics
}

/** A keeper with a spool. */
export interface SpoolingKeeper extends EventKeeper {
  /** Resolves if events would be kept now; rejects with the reason otherwise. */
  check(): Promise<void>
  /** Drains the spool into the stream for at most 2 s; the rest stays for the next start. */
  stop(): Promise<void>
}

const LOOK_MS = 1_000
// Every 30th look also drains an empty spool, because another process may have died and left events there.
const ADOPT_LOOKS = 30
const FLUSH_MS = 2_000
// With less room than this the spool counts as full.
const ROOM_BYTES_MIN = 65_536
const HEADROOM_SECONDS_MAX = 30 * 24 * 60 * 60

const inStream = (): AckLevel => 'stream'

/**
 * Keeps events in the stream, or in the spool on this machine's disk while the stream is down, slow or above its high-water
 * mark. The spool is drained into the stream as soon as that takes events. After a time-out of the stream, events go to the spool
 * although the stream may have kept them: they are kept at least once.
 */
export function openSpoolingKeeper(options: SpoolingKeeperOptions): SpoolingKeeper {
  const { stream, spool, highWaterPercent, log, metrics } = options
  const circuit = openCircuit(attempt, log)
  const fill = watchFillLevel(stream, highWaterPercent)
  const meter = openRateMeter()
  let draining: Promise<void> | undefined
  let looks = 0
  let isStopped = false

  /** Resolves when the stream has taken something. */
  async function attempt(): Promise<void> {
    await stream.check()
    await new Promise<void>((resolve, reject) => void drain(resolve).then(resolve, reject))
  }

  function drain(onTaken: () => void = () => undefined): Promise<void> {
    draining ??= spool
      .drain(async (values) => {
        if (fill.isHigh()) throw new UnavailableError('Cannot drain the spool: the stream is full')
        await stream.append(values)
        onTaken()
      })
      .finally(() => {
        draining = undefined
      })
    return draining
  }

  async function look(): Promise<void> {
    looks += 1
    await fill.look()
    if (isStopped || !circuit.isClosed() || fill.isHigh()) return
    if (spool.bytes() === 0 && looks % ADOPT_LOOKS !== 0) return
    await drain().catch((error: unknown) => {
      if (!fill.isHigh()) circuit.open(error)
    })
  }

  async function toSpool(values: readonly string[]): Promise<AckLevel> {
    await spool.append(values)
    return 'spool'
  }

  metrics.gauge('push_tracker_spool_bytes', 'Bytes of events that wait in the spool', [], (gauge) =>
    gauge.set(spool.bytes()),
  )
  metrics.gauge(
    'push_tracker_outage_headroom_seconds',
    'How long events can still be kept at the present rate when no worker takes any; at most 30 days',
    [],
    async (gauge) => {
      const room = (circuit.isClosed() ? (fill.room() ?? 0) : 0) + (await spool.room())
      gauge.set(Math.min(HEADROOM_SECONDS_MAX, room / Math.max(1, meter.perSecond())))
    },
  )
  // The first look drains what an earlier process left in the spool.
  void look()
  const timer = setInterval(() => void look(), LOOK_MS)

  return {
    keep(values) {
      for (const value of values) meter.add(value.length)
      if (!circuit.isClosed() || fill.isHigh()) return toSpool(values)
      return stream.append(values).then(inStream, (error: unknown) => {
        circuit.open(error)
        return toSpool(values)
      })
    },
    async keepInStream(values) {
      if (!circuit.isClosed()) throw new UnavailableError('Cannot keep events in the stream: it takes none')
      if (fill.isHigh()) throw new UnavailableError('Cannot keep events in the stream: it is full')
      for (const value of values) meter.add(value.length)
      try {
        await stream.append(values)
      } catch (error) {
        circuit.open(error)
        throw error
      }
    },
    async check() {
      if (circuit.isClosed() && !fill.isHigh()) {
        try {
          return await stream.check()
        } catch (error) {
          circuit.open(error)
        }
      }
      if ((await spool.room()) < ROOM_BYTES_MIN) {
        throw new UnavailableError('Cannot keep events: the stream takes none, and the spool is full')
      }
    },
    async stop() {
      isStopped = true
      clearInterval(timer)
      circuit.stop()
      const isFlushing = circuit.isClosed() && !fill.isHigh() && spool.bytes() > 0
      if (isFlushing || draining !== undefined) {
        const flushed = drain().catch((error: unknown) => {
          log.warn('the spool was not drained', { bytes: spool.bytes(), reason: messageOf(error) })
        })
        await Promise.race([flushed, Bun.sleep(FLUSH_MS)])
      }
      await spool.close()
    },
  }
}
