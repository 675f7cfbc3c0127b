import { processEnvironment } from '#lib/config/process-environment.ts'
import { ConfigError } from '#lib/errors/config-error.ts'
import { StartError } from '#lib/errors/start-error.ts'
import { raiseFetchCap } from '#lib/station/raise-fetch-cap.ts'
import { runStations } from '#lib/station/run-stations.ts'
import type { Station } from '#lib/station/station.ts'

/** Exit codes: 0 stopped as asked, 1 broke down, 2 cannot start as configured. */
export const EXIT = { stopped: 0, broken: 1, misconfigured: 2 } as const

const STOP_MS = 10_000

/** Runs one station as this process's main program, until SIGTERM or SIGINT. */
export async function runMain(station: Station): Promise<void> {
  await untilStopped(() => runStations([station], processEnvironment()))
}

/**
 * Starts something, runs it until SIGTERM or SIGINT, stops it within 10 s, and exits. What keeps it from starting is told on
 * stderr in words, with exit code 2.
 */
export async function untilStopped(start: () => Promise<{ stop(): Promise<void> }>): Promise<never> {
  raiseFetchCap()
  const signalled = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve())
  })
  let running
  try {
    running = await start()
  } catch (error) {
    process.stderr.write(explain(error))
    process.exit(EXIT.misconfigured)
  }
  await signalled
  const isStopped = await Promise.race([
    running.stop().then(() => true),
    Bun.sleep(STOP_MS).then(() => false),
  ])
  if (!isStopped)
    process.stderr.write(
      `Stopping took longer than ${STOP_MS / 1_000} s: ended at once; nothing accepted is lost\n`,
    )
  process.exit(isStopped ? EXIT.stopped : EXIT.broken)
}

/** What went wrong at a start, for a person at a terminal. */
export function explain(error: unknown): string {
  if (error instanceof ConfigError) {
    const lines = error.mistakes.map((mistake) => `  - ${mistake}`)
    return `The configuration is wrong (see .env.template):\n${lines.join('\n')}\n`
  }
  if (error instanceof StartError) return `${error.message}\n${error.hint}\n`
  return `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`
}
