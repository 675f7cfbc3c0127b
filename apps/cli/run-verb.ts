import { ConfigError } from '#lib/errors/config-error.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { EXIT, explain } from '#lib/station/run-main.ts'
import { watchStopSignals } from '#lib/station/stop-signals.ts'
import { tellWaits } from '#lib/waits/tell-waits.ts'
import { VerbError } from './verb-error.ts'

/** Exit codes of all verbs: 0 done, 1 failed, 2 wrong use. A signal that ends the process at once gives 128 plus its number. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/**
 * Runs the work of a verb, prints a failure without a stack trace, and ends the process with the exit code. It reports on stderr
 * which engine the work waits for. Ctrl-C ends the process at once, unless the work uses `untilInterrupted()`.
 */
export async function runVerb(work: () => Promise<ExitCode>): Promise<never> {
  tellWaits({
    onWait: ({ engine, seconds, reason }) =>
      process.stderr.write(
        `Waiting for ${engine}${seconds < 2 ? '' : `, for ${seconds} s so far`}: ${reason}; press Ctrl-C to stop\n`,
      ),
    // A wait also ends when the verb gives up. The output of the verb shows which of the two happened.
    onThere: () => undefined,
  })
  try {
    process.exit(await work())
  } catch (error) {
    process.stderr.write(wordsFor(error))
    process.exit(exitCodeOf(error))
  }
}

function wordsFor(error: unknown): string {
  if (error instanceof VerbError) return `${error.message}\n${error.hint}\n`
  if (error instanceof UnavailableError) return `${error.message}\n${hintFor(error)}\n`
  return explain(error)
}

function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof VerbError) return error.exitCode
  return error instanceof ConfigError ? EXIT.misconfigured : EXIT.broken
}

// Messages of adapters name the engine. Each engine has one setting among those that verbs read.
function hintFor({ message }: UnavailableError): string {
  const setting = message.includes('Kafka')
    ? 'BUS_URL'
    : message.includes('Redis')
      ? 'STREAM_URLS'
      : undefined
  if (setting === undefined) return 'Try again; push status shows which stations are ready.'
  return `Is it running, and is its address right? It comes from ${setting}, in the environment or in .env.`
}

/**
 * Returns a signal that aborts at the first Ctrl-C or SIGTERM, for work that must clean up. A second one within a second is
 * ignored, because `bun run` may deliver one Ctrl-C twice; a later one ends the process at once.
 *
 * @param unfinished names the unfinished work, for the message
 */
export function untilInterrupted(unfinished: string): AbortSignal {
  return watchStopSignals({ unfinished: () => unfinished })
}
