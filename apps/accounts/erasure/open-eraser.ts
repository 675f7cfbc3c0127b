import { TOKEN_SECONDS } from '#lib/auth/tokens.ts'
import { copiesUntil } from '#lib/erasure/copies-until.ts'
import { newId } from '#lib/ids/new-id.ts'
import { openNudgedLoop } from '#lib/loop/open-nudged-loop.ts'
import type { DeviceStore } from '#lib/store/devices.ts'
import type { EraseTask, Erased, ErasureStore } from '#lib/store/erasures.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'
import type { DataHolder } from './data-holders.ts'

/** The state of a deletion directly after the request. */
export interface Erasing extends Erased {
  /** Names of the data holders that have not erased yet; the eraser retries them until all have. */
  readonly pending: readonly string[]
}

/** Erases deleted people and released devices in every data holder, also after crashes. */
export interface Eraser {
  /** Deletes a person everywhere. Once this resolves, the task is stored, and all data holders but `pending` have erased. */
  erase(person: string): Promise<Erasing>
  /**
   * Releases a device for its owner, and removes the links between the two in all data holders. Returns false if the device
   * belongs to another person; without a person, if the device has no owner.
   */
  release(device: { readonly id: string; readonly person?: string | undefined }): Promise<boolean>
  /** Runs the due tasks now; otherwise they run every 5 s. */
  sweep(): Promise<void>
  /** Waits for the running tasks, then stops. */
  stop(): Promise<void>
}

/** What an eraser needs. */
export interface EraserOptions {
  readonly erasures: ErasureStore
  readonly devices: DeviceStore
  /** By name. Their order has no meaning: each erases independently. */
  readonly holders: Readonly<Record<string, DataHolder>>
  readonly log: Logger
  readonly metrics: Metrics
}

const SECOND_MS = 1_000
const SWEEP_MS = 5 * SECOND_MS
const LEASE_MS = 30 * SECOND_MS
const TASKS_MAX = 20
/** For this time a token from before the deletion may still be valid at a station that has not read the list again. */
const AGAIN_MS = (TOKEN_SECONDS + 60) * SECOND_MS

/** Starts an eraser. */
export function openEraser({ erasures, devices, holders, log, metrics }: EraserOptions): Eraser {
  const counted = metrics.counter(
    'push_accounts_erased_total',
    'Requests to erase data of a person, by data holder and outcome',
    ['place', 'outcome'],
  )

  function taskOf(person: string, over: Partial<EraseTask> = {}): EraseTask {
    const now = Date.now()
    return { id: `person:${person}`, person, places: Object.keys(holders), dueAt: now + LEASE_MS, ...over }
  }

  async function send(name: string, { person, device }: EraseTask): Promise<void> {
    const holder = holders[name]
    await (device === undefined ? holder?.erase(person) : holder?.release?.(person, device))
  }

  /** Sends a task to all its data holders; returns the names of those that failed. */
  async function run(task: EraseTask): Promise<string[]> {
    // The same person has registered the device again: keep the link.
    const isOwnerAgain =
      task.device !== undefined && (await devices.find(task.device))?.person === task.person
    const outcomes = await Promise.all(
      task.places.map(async (place) => {
        try {
          if (!isOwnerAgain) await send(place, task)
          await erasures.finishPlace(task.id, place)
          counted.inc({ place, outcome: 'done' })
          return undefined
        } catch (error) {
          counted.inc({ place, outcome: 'failed' })
          log.warn('cannot erase yet, will try again', { place, error })
          return place
        }
      }),
    )
    return outcomes.filter((place) => place !== undefined)
  }

  async function sweepAll(stopping: AbortSignal): Promise<void> {
    await erasures.forget(Date.now())
    for (;;) {
      const due = await erasures.leaseTasks(TASKS_MAX, LEASE_MS, Date.now())
      // In parallel: when a station hangs, sequential tasks would outlast their lease.
      const outcomes = await Promise.allSettled(due.map(run))
      for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
      if (stopping.aborted || due.length < TASKS_MAX) return
    }
  }

  const cannotLook = (error: unknown) => log.warn('cannot read the erasure tasks', { error })
  const loop = openNudgedLoop({ pass: sweepAll, everyMs: SWEEP_MS, onFailure: cannotLook })

  return {
    async erase(person) {
      const now = Date.now()
      const first = taskOf(person)
      const again = taskOf(person, { id: `person:${person}:again`, dueAt: now + AGAIN_MS })
      const erased = await erasures.erase({ person, erasedAt: now, copiesUntil: copiesUntil(now) }, [
        first,
        again,
      ])
      // A person from an old backup may be on the list already, with finished tasks.
      for (const task of [first, again]) await erasures.addTask(task)
      return { ...erased, pending: await run(first) }
    },
    async release({ id, person }) {
      const owner = (await devices.find(id))?.person
      if (owner === undefined || (person !== undefined && owner !== person)) return false
      const releasing = Object.keys(holders).filter((name) => holders[name]?.release !== undefined)
      const task = taskOf(owner, { id: `device:${newId()}`, device: id, places: releasing })
      // Store the task before the device is released: after a crash in between, the task finds nothing to do.
      await erasures.addTask(task)
      if (!(await devices.release({ id, person: owner }, Date.now()))) return false
      await run(task)
      return true
    },
    sweep: () => loop.run().catch(cannotLook),
    stop: () => loop.stop(),
  }
}
