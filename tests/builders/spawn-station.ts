import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { answersOk } from './answers-ok.ts'

/** A program of ours in a process of its own. */
export interface SpawnedStation {
  readonly pid: number
  /** Everything it printed. */
  output(): string
  /** kill -9; resolves when it is gone. */
  kill(): Promise<void>
  /** SIGTERM; gives the exit code. */
  stop(): Promise<number>
}

/** What to run. */
export interface SpawnOptions {
  readonly main: string
  readonly flags?: readonly string[]
  readonly folder: string
  readonly environment: Readonly<Record<string, string>>
  /** Asked until all answer 200. */
  readonly urls: readonly string[]
  /** What they are asked for. */
  readonly path?: '/readyz' | '/livez'
}

const READY_MS = 40_000
const LOOK_AGAIN_MS = 25
let count = 0

/** Starts a program in a folder, and waits until it is ready; one that ends instead is told with what it printed. */
export async function spawnStation({
  main,
  flags = [],
  folder,
  environment,
  urls,
  path = '/readyz',
}: SpawnOptions): Promise<SpawnedStation> {
  const { PATH = '', HOME = '' } = process.env
  const file = join(folder, `printed-${(count += 1)}.txt`)
  const child = Bun.spawn([process.execPath, main, ...flags], {
    cwd: folder,
    env: { PATH, HOME, ...environment },
    stdin: 'ignore',
    stdout: Bun.file(file),
    stderr: Bun.file(`${file}.err`),
  })
  const output = () => [file, `${file}.err`].map((name) => readFileSync(name, 'utf8')).join('')
  const deadline = Date.now() + READY_MS
  for (const url of urls) {
    while (!(await answersOk(url + path))) {
      if (child.exitCode !== null || Date.now() > deadline) {
        child.kill('SIGKILL')
        throw new Error(
          `Cannot start ${main}: ${url}${path} does not answer 200, exit code ${child.exitCode}\n${output()}`,
        )
      }
      await Bun.sleep(LOOK_AGAIN_MS)
    }
  }
  return {
    pid: child.pid,
    output,
    async kill() {
      child.kill('SIGKILL')
      await child.exited
    },
    async stop() {
      child.kill('SIGTERM')
      return child.exited
    },
  }
}
