import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CACHE } from './cache.ts'
import { runCommand } from './run-command.ts'

/** Where detached engines have their data, their logs, and the list of them. */
export const RUN_FOLDER = join(CACHE, 'run')

const LIST = join(RUN_FOLDER, 'engines.json')

/** A server that was started detached. */
export interface Running {
  readonly name: string
  readonly pid: number
  /** The name of its program: a pid may have gone to another since. */
  readonly program: string
}

/** Everything that `push engines up` left behind. */
export interface RunningEngines {
  readonly servers: readonly Running[]
  /** Lines for .env. */
  readonly lines: readonly string[]
}

/** What was started, whether it still runs or not; undefined when nothing was. */
export function readRunning(): RunningEngines | undefined {
  return existsSync(LIST) ? (JSON.parse(readFileSync(LIST, 'utf8')) as RunningEngines) : undefined
}

/** Remembers what was started. */
export function writeRunning(engines: RunningEngines): void {
  writeFileSync(LIST, JSON.stringify(engines, undefined, 2))
}

/** The name of the program that runs under a pid; undefined when there is none. */
export async function programOf(pid: number): Promise<string | undefined> {
  // It fails when there is no such process.
  const printed = await runCommand(['ps', '-o', 'comm=', '-p', String(pid)]).catch(() => '')
  const program = printed.trim()
  return program === '' || program.endsWith('<defunct>') ? undefined : program
}

/** True when a server still runs. */
export async function isRunning({ pid, program }: Running): Promise<boolean> {
  return (await programOf(pid)) === program
}
