import { appendFileSync, mkdirSync } from 'node:fs'
import { cpus } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { runCommand } from '../engines/run-command.ts'

const ROOT = resolve(import.meta.dirname, '../..')

/** Where the results of rounds are kept. */
export const RESULTS = join(ROOT, 'bench/results/chaos.jsonl')

/** The commit of the tree; `unknown` without git. */
export async function commitOfTree(): Promise<string> {
  return (await runCommand(['git', '-C', ROOT, 'rev-parse', '--short', 'HEAD']).catch(() => 'unknown')).trim()
}

/** Appends a round to a file, as a line of JSON with the time, the commit and the machine. */
export async function appendRound(file: string, round: Readonly<Record<string, unknown>>): Promise<void> {
  const machine = `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, Bun ${Bun.version}`
  mkdirSync(dirname(file), { recursive: true })
  const line = { at: new Date().toISOString(), commit: await commitOfTree(), machine, ...round }
  appendFileSync(file, `${JSON.stringify(line)}\n`)
}
