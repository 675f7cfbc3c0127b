import { resolve } from 'node:path'
import { EXIT } from '#lib/station/run-main.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Runs a program of this repository in its own process, with our folder and environment. It forwards the signals we receive and
 * returns the exit code, which is 1 if a signal ended the program.
 */
export async function runProgram(path: string, words: readonly string[] = []): Promise<number> {
  const child = Bun.spawn([process.execPath, resolve(ROOT, path), ...words], {
    stdio: ['inherit', 'inherit', 'inherit'],
    // Its own process group: otherwise Ctrl-C reaches it twice, from the terminal and from us.
    detached: true,
  })
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal))
  await child.exited
  return child.exitCode ?? EXIT.broken
}
