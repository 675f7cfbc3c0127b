import { TOKEN_SECONDS } from '#lib/auth/tokens.ts'
import { copiesUntil } from '#lib/erasure/copies-until.ts'
import { newId } from '#lib/ids/new-id.ts'
import { openNudgedLoop } from '#lib/loop/open-nudged-loop.ts'
import type { DeviceStore } from '#lib/store/devices.ts'
import type { EraseTask, Erased, ErasureStore } from '#lib/store/erasures.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'
import type { Place } from './places.ts'

/** A deletion as it stands right after it was asked for. */
export interface Erasing extends Erased {
  /** Places that could not be told yet; they are told again until it is done. */
  readonly pending: readonly string[]
}

/** Lets every place know of people who are gone, and of devices that were given back, whatever crashes meanwhile. */
export interface Eraser {
  /** Deletes a person everywhere. Once this resolves it is certain to happen, and has happened but for `pending`. */
  erase(person: string): Promise<Erasing>
  /**
   * Gives a device back in the name of who has it, and lets go of what ties the two elsewhere; false when it is not theirs, or
   * nobody's where no person is named.
   */
  release(device: { readonly id: string; readonly person?: string | undefined }): Promise<boolean>
  /** Looks for what is due, now; it does so by itself every 5 s. */
  sweep(): Promise<void>
  /** Finishes what is in hand. */
  stop(): Promise<void>
}

/** What an eraser is made of. */
export interface EraserOptions {
  readonly erasures: ErasureStore
  readonly devices: DeviceStore
  /** By name, in no order: each is told by itself. */
  readonly places: Readonly<Record<string, Place>>
  readonly log: Logger
  readonly metrics: Metrics
}

const SECOND_MS = 1_000
const SWEEP_MS = 5 * SECOND_MS
const LEASE_MS = 30 * SECOND_MS
const TASKS_MAX = 20
/** As long as this, somebody may still act with a token from before, where the list has not been read again. */
const AGAIN_MS = (TOKEN_SECONDS + 60) * SECOND_MS

/** Starts an eraser. */
export function openEraser({ erasures, devices, places, log, metrics }: EraserOptions): Eraser {
  const counted = metrics.counter('push_accounts_erased_total', 'Places told to erase by outcome', [
    'place',
    'outcome',
  ])

  function taskOf(person: string, over: Partial<EraseTask> = {}): EraseTask {
    const now = Date.now()
    return { id: `person:${person}`, person, places: Object.keys(places), dueAt: now + LEASE_MS, ...over }
  }

  async function tell(name: string, { person, device }: EraseTask): Promise<void> {
    const place = places[name]
    await (device === undefined ? place?.erase(person) : place?.release?.(person, device))
  }

  /** Tells all places of a task; gives those that could not be told. */
  async function run(task: EraseTask): Promise<string[]> {
    // Registered again meanwhile: what ties the two is as it should be.
    const isVoid = task.device !== undefined && (await devices.find(task.device))?.person === task.person
    const outcomes = await Promise.all(
      task.places.map(async (place) => {
        try {
          if (!isVoid) await tell(place, task)
          await erasures.finishPlace(task.id, place)
          counted.inc({ place, outcome: 'done' })
          return undefined
        } catch (error) {
          counted.inc({ place, outcome: 'failed' })
          log.warn('not erased yet, will be tried again', { place, error })
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
      // All at once: where a station hangs, one after the other would outlast their lease.
      const outcomes = await Promise.allSettled(due.map(run))
      for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
      if (stopping.aborted || due.length < TASKS_MAX) return
    }
  }

  const cannotLook = (error: unknown) => log.warn('cannot look for people to erase', { error })
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
      // The list knows who was on it before and came back with an old backup, and their tasks are done.
      for (const task of [first, again]) await erasures.addTask(task)
      return { ...erased, pending: await run(first) }
    },
    async release({ id, person }) {
      const owner = (await devices.find(id))?.person
      if (owner === undefined || (person !== undefined && owner !== person)) return false
      const telling = Object.keys(places).filter((name) => places[name]?.release !== undefined)
      const task = taskOf(owner, { id: `device:${newId()}`, device: id, places: telling })
      // Before the device goes: a crash in between leaves a task that finds nothing to do.
      await erasures.addTask(task)
      if (!(await devices.release({ id, person: owner }, Date.now()))) return false
      await run(task)
      return true
    },
    sweep: () => loop.run().catch(cannotLook),
    stop: () => loop.stop(),
  }
}
