import { ConfigError } from '#lib/errors/config-error.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { EXIT, explain } from '#lib/station/run-main.ts'
import { watchStopSignals } from '#lib/station/stop-signals.ts'
import { tellWaits } from '#lib/waits/tell-waits.ts'
import { VerbError } from './verb-error.ts'

/** Exit codes of all verbs: 0 done, 1 failed, 2 wrong use. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/**
 * Runs the work of a verb, tells in words what went wrong, and ends the process with the exit code. What the work waits for is
 * told on stderr. Ctrl-C ends the process at once, unless the work asks for `untilInterrupted()`.
 */
export async function runVerb(work: () => Promise<ExitCode>): Promise<never> {
  tellWaits({
    onWait: ({ engine, seconds, reason }) =>
      process.stderr.write(
        `Waiting for ${engine}${seconds < 2 ? '' : `, for ${seconds} s now`}: ${reason}; Ctrl-C ends it\n`,
      ),
    // A wait also ends when the verb gives up; its answer says which it was.
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

// Adapters name their engine, and each engine is behind one setting of those that verbs read.
function hintFor({ message }: UnavailableError): string {
  const setting = message.includes('Kafka')
    ? 'BUS_URL'
    : message.includes('Redis')
      ? 'STREAM_URLS'
      : undefined
  if (setting === undefined) return 'Try again; push status says which stations are ready.'
  return `Is it running, and is its address right? ${setting} names it, in the environment or in .env.`
}

/**
 * A signal that aborts at the first Ctrl-C or SIGTERM, for work that has something to tidy up. What follows within a second is
 * the same wish; a later one ends the process at once.
 *
 * @param unfinished what is not finished yet, in words
 */
export function untilInterrupted(unfinished: string): AbortSignal {
  return watchStopSignals({ unfinished: () => unfinished })
}
