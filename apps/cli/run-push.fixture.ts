import { closeSync, openSync } from 'node:fs'
import { processEnvironment } from '#lib/config/process-environment.ts'
import type { Environment } from '#lib/config/read-config.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

const MAIN = new URL('main.ts', import.meta.url).pathname

/** How a command ended, and what it printed. */
export interface Ended {
  readonly code: number
  readonly out: string
  readonly error: string
}

/** The message when the standard output cannot be written. */
export const FULL = 'Cannot write to the standard output: ENOSPC: no space left on device, write\n'

/** Starts the command line as a process. */
export function startPush(environment: Environment, ...words: string[]) {
  return Bun.spawn([process.execPath, MAIN, ...words], optionsOf(environment))
}

/** Runs the command line with a pipe whose reader has closed it; returns the exit code and stderr. */
export async function pushToGone(
  environment: Environment,
  ...words: readonly string[]
): Promise<[code: number, error: string]> {
  const pipe = `${temporaryFolder()}/pipe`
  // Open the pipe in both directions first, or the shell waits for a reader. Then close the reading side.
  const script = 'mkfifo "$0" && exec 3<>"$0" 4>"$0" 3<&- && exec "$@" >&4 4>&-'
  const child = Bun.spawn(
    ['bash', '-c', script, pipe, process.execPath, MAIN, ...words],
    optionsOf(environment),
  )
  const error = await new Response(child.stderr).text()
  return [await child.exited, error]
}

/** Runs the command line with a standard output that rejects every write; returns the exit code and stderr. */
export async function pushToFull(
  environment: Environment,
  ...words: readonly string[]
): Promise<[code: number, error: string]> {
  const full = openSync('/dev/full', 'w')
  const child = Bun.spawn([process.execPath, MAIN, ...words], { ...optionsOf(environment), stdout: full })
  closeSync(full)
  const error = await new Response(child.stderr).text()
  return [await child.exited, error]
}

function optionsOf(environment: Environment) {
  return {
    // Not the current folder: its .env must not affect the tests.
    cwd: environment['HOME'] ?? temporaryFolder(),
    env: { PATH: processEnvironment()['PATH'], ...environment },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  } as const
}

/** Runs the command line to its end. */
export async function push(environment: Environment, ...words: string[]): Promise<Ended> {
  const child = startPush(environment, ...words)
  const [out, error, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ])
  return { code, out, error }
}
