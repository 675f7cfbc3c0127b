import { newId } from '#lib/ids/new-id.ts'
import type { RunStore } from '#lib/store/runs.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import type { Importer } from './importers/importer.ts'
import { runImporter, type RunOptions } from './run-importer.ts'

/** Runs of importers, each in the background. */
export interface Jobs {
  /** Begins a run; when one of this importer is running, gives the id of that. */
  start(importer: Importer): Promise<{ readonly run: string; readonly isNew: boolean }>
  /** Ends the runs at work; they fail, and take nothing back. */
  stop(): Promise<void>
}

/** What jobs stand on. */
export interface JobsOptions extends Omit<RunOptions, 'importer' | 'signal'> {
  readonly runs: RunStore
  readonly log: Logger
}

/** After so long a run that never ended is given up: its process was killed. */
const STALE_MS = 15 * 60_000

/** Opens the place where importers run. */
export function openJobs({ runs, log, ...options }: JobsOptions): Jobs {
  const stopping = new AbortController()
  const working = new Set<Promise<void>>()

  async function work(run: string, importer: Importer): Promise<void> {
    try {
      const end = await runImporter(run, { ...options, importer, signal: stopping.signal })
      await runs.finish(run, end)
      log.info('importer ran', { importer: importer.id, run, ...end })
    } catch (error) {
      log.error('run not written down', { importer: importer.id, run, error })
    }
  }

  return {
    async start(importer) {
      const wanted = { id: newId(), importer: importer.id, startedAt: Date.now() }
      const { id: run } = await runs.begin(wanted, STALE_MS)
      const isNew = run === wanted.id
      if (isNew) {
        const task = work(run, importer).finally(() => working.delete(task))
        working.add(task)
      }
      return { run, isNew }
    },
    async stop() {
      stopping.abort()
      await Promise.all(working)
    },
  }
}
