import { join, resolve } from 'node:path'
import { processEnvironment } from '#lib/config/process-environment.ts'
import { runCommand } from '../tests/engines/run-command.ts'

/** A running Bento. */
export interface Bento {
  readonly pid: number
  /** Sends SIGTERM; resolves when the process has ended. */
  stop(): Promise<void>
}

/** Printed if Bento was not measured. */
export const BENTO_MISSING =
  'Bento: not measured, BENTO_BIN names none (docs/operations/bench.md says how to have it)'

const PEERS = resolve(import.meta.dirname, 'peers')

/** The program that BENTO_BIN names; undefined if it names none, and the peer is left out. */
export function bentoProgram(): string | undefined {
  const program = processEnvironment()['BENTO_BIN']
  return program === undefined || program === '' ? undefined : resolve(program)
}

/** The version of Bento; `none` without Bento. */
export async function bentoVersion(): Promise<string> {
  const program = bentoProgram()
  if (program === undefined) return 'none'
  const [, version = 'unknown'] = /Version: (\S+)/u.exec(await runCommand([program, '--version'])) ?? []
  return version
}

/** Starts a Bento with one of the configurations in `peers/`. It reads values that differ from run to run from the environment. */
export function startBento(
  program: string,
  { config, environment }: { config: string; environment: Readonly<Record<string, string>> },
): Bento {
  const child = Bun.spawn([program, '-c', join(PEERS, config)], {
    env: { ...processEnvironment(), ...environment },
    // Its log goes to stderr, because stdout is for the results.
    stdout: 2,
    stderr: 'inherit',
  })
  return {
    pid: child.pid,
    async stop() {
      child.kill('SIGTERM')
      await child.exited
    },
  }
}
