import type { BusReader, RecordBatch } from '#lib/event-bus/event-bus.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { Logger } from '#lib/telemetry/logger.ts'

/** A reader that runs, or is still joining its group. */
export interface Following {
  /** @throws {UnavailableError} while it has not joined its group. */
  check(): Promise<void>
}

const PATIENCE_MS = 3_000

/**
 * Lets a reader run. Resolves when it has joined its group, or after 3 s without that. So a station also starts when its bus is
 * unavailable; `/readyz` says so, and the reader begins when the bus is available.
 */
export async function followBus(
  reader: BusReader,
  handle: (batch: RecordBatch) => Promise<void>,
  log: Logger,
): Promise<Following> {
  let trouble: unknown = new Error('the reader has not joined its group yet')

  async function join(): Promise<void> {
    try {
      await reader.run(handle)
      trouble = undefined
    } catch (error) {
      trouble = error
      log.error('cannot follow the bus', { error })
    }
  }

  await Promise.race([join(), Bun.sleep(PATIENCE_MS)])
  return {
    check: () =>
      trouble === undefined
        ? Promise.resolve()
        : Promise.reject(
            new UnavailableError(`Cannot follow the bus: ${messageOf(trouble)}`, { cause: trouble }),
          ),
  }
}
