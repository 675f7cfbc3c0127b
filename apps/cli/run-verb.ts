import { ConfigError } from '#lib/errors/config-error.ts'
import { EXIT, explain } from '#lib/station/run-main.ts'
import { VerbError } from './verb-error.ts'

/** Exit codes of all verbs: 0 done, 1 failed, 2 wrong use. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** Runs the work of a verb, tells in words what went wrong, and ends the process with the exit code. */
export async function runVerb(work: () => Promise<ExitCode>): Promise<never> {
  let code: ExitCode
  try {
    code = await work()
  } catch (error) {
    process.stderr.write(error instanceof VerbError ? `${error.message}\n${error.hint}\n` : explain(error))
    code = error instanceof ConfigError ? EXIT.misconfigured : EXIT.broken
  }
  // A pipe takes its time; what is still in it would be lost.
  await new Promise((resolve) => process.stdout.write('', resolve))
  process.exit(code)
}

/** A signal that aborts at the first Ctrl-C or SIGTERM; the second ends the process as usual. */
export function untilInterrupted(): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort())
  return controller.signal
}

/** Prints a line. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
