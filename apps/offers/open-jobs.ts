import { newId } from '#lib/ids/new-id.ts'
import { openNudgedLoop } from '#lib/loop/open-nudged-loop.ts'
import type { Run, RunCounts, RunStore } from '#lib/store/runs.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'
import type { Importer } from './importers/importer.ts'
import { RunAborted } from './run-aborted.ts'
import { runImporter, type RunOptions } from './run-importer.ts'

/** Starts and cancels runs of importers; they run in the background. */
export interface Jobs {
  /** Starts a run; when the importer is already running, gives the id of that run. */
  start(importer: Importer): Promise<{ readonly run: string; readonly isNew: boolean }>
  /** Cancels a run in any process; false when it is not running. */
  cancel(run: string): Promise<boolean>
  /** Ends the active runs; they fail, and remove nothing. */
  stop(): Promise<void>
}

/** The dependencies of jobs. */
export interface JobsOptions extends Pick<RunOptions, 'demoCity' | 'storage' | 'tracker'> {
  readonly runs: RunStore
  /** Maximum duration of a run. */
  readonly runMs: number
  readonly log: Logger
  readonly metrics: Metrics
}

/** Interval of the heartbeat of a run. */
const BEAT_MS = 5_000
/** A run without a heartbeat for this time is abandoned: its process was killed. */
const STALE_MS = 30_000

interface Working {
  readonly run: string
  readonly abort: (reason: RunAborted) => void
  readonly ended: Promise<void>
}

/** Opens the jobs of this process. */
export function openJobs({ runs, runMs, log, metrics, ...options }: JobsOptions): Jobs {
  const counted = metrics.counter('push_offers_runs_total', 'Runs of importers, by final state', [
    'importer',
    'state',
  ])
  /** Active runs of this process, by importer. */
  const working = new Map<string, Working>()
  let isStopped = false

  async function work(run: Run, importer: Importer, controller: AbortController): Promise<void> {
    const { signal } = controller
    let counts: RunCounts = run
    const abort = (state: RunAborted['state'], reason: string) =>
      controller.abort(new RunAborted(state, reason))

    async function assertOurs(): Promise<void> {
      signal.throwIfAborted()
      const stored = await runs.find(run.id)
      if (stored?.state !== 'running') abort('failed', 'it was abandoned, and another run may have started')
      else if (stored.cancelledAt !== undefined) abort('cancelled', 'it was cancelled')
      signal.throwIfAborted()
    }

    const beating = openNudgedLoop({
      everyMs: BEAT_MS,
      async pass() {
        await runs.beat(run.id, Date.now(), counts)
        // The run itself gets the abort while it waits, or before its next write.
        await assertOurs().catch((error: unknown) => {
          if (!signal.aborted) throw error
        })
      },
      onFailure: (error) => log.warn('cannot write the heartbeat of a run', { run: run.id, error }),
    })
    const limit = setTimeout(() => abort('failed', `it took longer than ${runMs / 1_000} s`), runMs)
    try {
      const onProgress = (now: RunCounts) => {
        counts = now
      }
      const end = await runImporter(run, { ...options, runs, importer, signal, assertOurs, onProgress })
      await beating.stop()
      await runs.finish(run.id, end)
      counted.inc({ importer: importer.id, state: end.state })
      const { refusals: _, ...shown } = end
      const fields = { importer: importer.id, run: run.id, ...shown }
      if (end.state === 'done') log.info('importer ran', fields)
      else log.warn('importer run did not succeed', fields)
    } catch (error) {
      log.error('cannot store the end of a run', { importer: importer.id, run: run.id, error })
    } finally {
      clearTimeout(limit)
      await beating.stop()
    }
  }

  /** Ends an abandoned run of this process before the next run starts. */
  async function endBefore(importer: Importer): Promise<void> {
    const before = working.get(importer.id)
    before?.abort(new RunAborted('failed', 'it was abandoned'))
    await before?.ended
  }

  return {
    async start(importer) {
      const wanted = { id: newId(), importer: importer.id, startedAt: Date.now() }
      const begun = await runs.begin(wanted, STALE_MS)
      const { id: run } = begun
      if (run !== wanted.id) return { run, isNew: false }
      const controller = new AbortController()
      if (isStopped) controller.abort(new RunAborted('failed', 'the station was stopped'))
      const ended = endBefore(importer)
        .then(() => work(begun, importer, controller))
        .finally(() => {
          if (working.get(importer.id)?.run === run) working.delete(importer.id)
        })
      working.set(importer.id, { run, abort: (reason) => controller.abort(reason), ended })
      return { run, isNew: true }
    },
    async cancel(run) {
      if (!(await runs.cancel(run, Date.now()))) return false
      const here = [...working.values()].find((each) => each.run === run)
      here?.abort(new RunAborted('cancelled', 'it was cancelled'))
      return true
    },
    async stop() {
      isStopped = true
      const all = [...working.values()]
      for (const { abort } of all) abort(new RunAborted('failed', 'the station was stopped'))
      await Promise.all(all.map(({ ended }) => ended))
    },
  }
}
