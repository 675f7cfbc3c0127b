import { openSpool } from '#lib/spool/open-spool.ts'
import type { StreamWriter } from '#lib/stream-log/stream-log.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'
import { streamKeeper } from './event-keeper.ts'
import { openSpoolingKeeper, type SpoolingKeeper } from './spooling-keeper.ts'

/** Ports and options of a keeper. */
export interface KeeperOptions {
  readonly stream: StreamWriter
  /** Folder of the spool; empty means no spool. */
  readonly spoolPath: string
  readonly spoolBytesMax: number
  readonly highWaterPercent: number
  readonly log: Logger
  readonly metrics: Metrics
}

/**
 * Opens the keeper of a tracker, with or without a spool.
 *
 * @throws {StartError} when the spool's folder cannot be used.
 */
export async function openKeeper(options: KeeperOptions): Promise<SpoolingKeeper> {
  const { stream, spoolPath, spoolBytesMax, log } = options
  if (spoolPath === '') {
    return { ...streamKeeper(stream), check: () => stream.check(), stop: () => Promise.resolve() }
  }
  return openSpoolingKeeper({
    ...options,
    spool: await openSpool(spoolPath, { bytesMax: spoolBytesMax, log }),
  })
}
