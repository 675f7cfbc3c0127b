import { resolve } from 'node:path'
import { EXIT } from '#lib/station/run-main.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Runs a program of this repository in a process of its own, in the folder and the environment we are in, hands on the signals
 * we get, and gives its exit code; that of a program that a signal ended is 1.
 */
export async function runProgram(path: string, words: readonly string[] = []): Promise<number> {
  const child = Bun.spawn([process.execPath, resolve(ROOT, path), ...words], {
    stdio: ['inherit', 'inherit', 'inherit'],
    // A group of its own: else Ctrl-C would reach it twice, from the terminal and from us.
    detached: true,
  })
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal))
  await child.exited
  return child.exitCode ?? EXIT.broken
}
