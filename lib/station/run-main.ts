import { processEnvironment } from '#lib/config/process-environment.ts'
import { secretsIn } from '#lib/config/secrets-in.ts'
import { ConfigError } from '#lib/errors/config-error.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { StartError } from '#lib/errors/start-error.ts'
import { systemHint } from '#lib/errors/system-hint.ts'
import { redactText } from '#lib/privacy/redact-text.ts'
import { raiseFetchCap } from '#lib/station/raise-fetch-cap.ts'
import { runStations } from '#lib/station/run-stations.ts'
import type { Station } from '#lib/station/station.ts'
import { watchStopSignals } from '#lib/station/stop-signals.ts'

/**
 * Exit codes: 0 stopped as asked, 1 failed, 2 cannot start with this configuration. When a second signal forces the end, the
 * code is 128 plus the number of that signal.
 */
export const EXIT = { stopped: 0, broken: 1, misconfigured: 2 } as const

/** Something that runs until it is stopped. */
export interface Running {
  stop(): Promise<void>
  /** What is still to be stopped, for people. */
  unfinished(): string
}

const STOP_MS = 10_000

/** Runs one station as this process's main program, until SIGTERM, SIGINT or SIGHUP. */
export async function runMain(station: Station): Promise<void> {
  await untilStopped(async (signal) => runStations([station], processEnvironment(), { signal }))
}

/**
 * Starts something, runs it until SIGTERM, SIGINT or SIGHUP, stops it within 10 s, and exits. A signal during the start aborts
 * the start: `start` must then release what it took, and reject. If the start fails, the reason goes to stderr, with exit code
 * 2.
 */
export async function untilStopped(start: (signal: AbortSignal) => Promise<Running>): Promise<never> {
  raiseFetchCap()
  let running: Running | undefined
  const signal = watchStopSignals({
    unfinished: () => running?.unfinished() ?? 'the start',
    onWish() {
      if (process.stderr.isTTY) process.stderr.write('Stopping; press Ctrl-C again to end it at once\n')
    },
  })
  // The reader of our output may be gone, or its disk full: neither is a reason to stop serving.
  process.stdout.on('error', () => undefined)
  // A bug: print its stack for us, but not the texts that clients put into their errors.
  process.on('uncaughtException', endBroken)
  process.on('unhandledRejection', endBroken)
  const deadline = aborted(signal).then(() => tooLate(() => running?.unfinished() ?? 'the start'))
  try {
    // A start that does not abort in time is abandoned.
    running = await Promise.race([start(signal), deadline.then((code) => process.exit(code))])
  } catch (error) {
    if (signal.aborted && error === signal.reason) process.exit(EXIT.stopped)
    process.stderr.write(explain(error))
    process.exit(EXIT.misconfigured)
  }
  await aborted(signal)
  const stopped = running.stop().then(
    () => EXIT.stopped,
    (error: unknown) => {
      // The reason is in the log, with its stack.
      process.stderr.write(`${reasonsOf(error).join('; ')}\n`)
      return EXIT.broken
    },
  )
  process.exit(await Promise.race([stopped, deadline]))
}

/** An error as text for a person at a terminal, with secrets redacted. */
export function explain(error: unknown): string {
  return redactText(wordsFor(error), secretsIn(processEnvironment()))
}

function wordsFor(error: unknown): string {
  if (error instanceof ConfigError) {
    const lines = error.mistakes.map((mistake) => `  - ${mistake}`)
    return `The configuration is wrong (see .env.template):\n${lines.join('\n')}\n`
  }
  if (error instanceof StartError) return `${error.message}\n${error.hint}\n`
  const hint = systemHint(error)
  if (hint !== undefined) return `${messageOf(error)}\n${hint}\n`
  return `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`
}

function reasonsOf(error: unknown): string[] {
  const reasons: unknown[] = error instanceof AggregateError ? error.errors : []
  return [error, ...reasons].map(messageOf)
}

function endBroken(error: unknown): never {
  process.stderr.write(explain(error))
  process.exit(EXIT.broken)
}

async function tooLate(unfinished: () => string): Promise<number> {
  await Bun.sleep(STOP_MS)
  process.stderr.write(
    `Stopping took longer than ${STOP_MS / 1_000} s, so the process ends now; not finished: ${unfinished()}; no accepted data is lost\n`,
  )
  return EXIT.broken
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
