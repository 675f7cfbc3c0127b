import { join, resolve } from 'node:path'
import { processEnvironment } from '#lib/config/process-environment.ts'
import { runCommand } from '../tests/engines/run-command.ts'

/** A Bento at work. */
export interface Bento {
  readonly pid: number
  /** SIGTERM; resolves when it is gone. */
  stop(): Promise<void>
}

/** Said where Bento was left out. */
export const BENTO_MISSING =
  'Bento: not measured, BENTO_BIN names none (docs/operations/bench.md says how to have it)'

const PEERS = resolve(import.meta.dirname, 'peers')

/** The Bento that BENTO_BIN names; undefined where it names none, and the peer is left out. */
export function bentoProgram(): string | undefined {
  const program = processEnvironment()['BENTO_BIN']
  return program === undefined || program === '' ? undefined : resolve(program)
}

/** What Bento says of its version; `none` where there is none. */
export async function bentoVersion(): Promise<string> {
  const program = bentoProgram()
  if (program === undefined) return 'none'
  const [, version = 'unknown'] = /Version: (\S+)/u.exec(await runCommand([program, '--version'])) ?? []
  return version
}

/** Starts a Bento with one of the configurations in `peers/`; what differs from run to run it reads from the environment. */
export function startBento(
  program: string,
  { config, environment }: { config: string; environment: Readonly<Record<string, string>> },
): Bento {
  const child = Bun.spawn([program, '-c', join(PEERS, config)], {
    env: { ...processEnvironment(), ...environment },
    // What it logs is not to end up among the figures.
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
