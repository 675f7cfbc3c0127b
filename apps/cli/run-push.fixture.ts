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

/** Starts the command line as a process. */
export function startPush(environment: Environment, ...words: string[]) {
  return Bun.spawn([process.execPath, MAIN, ...words], {
    // Not here: a .env of whoever runs the tests is not for the tests.
    cwd: environment['HOME'] ?? temporaryFolder(),
    env: { PATH: processEnvironment()['PATH'], ...environment },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  })
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
