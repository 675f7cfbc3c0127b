import { createInterface } from 'node:readline'
import { spawn } from 'node:child_process'
import { join } from 'node:path'

/** Runs of Schemathesis; all are forks of one process, because importing it takes longer than a short run. */
export interface Runs {
  /** Gives the exit code; what the run prints is in the file `output`. After so many seconds it is ended with code 124. */
  run(job: {
    readonly args: readonly string[]
    readonly output: string
    readonly seconds: number
  }): Promise<number>
  close(): Promise<void>
}

/** Starts the process; `packages` is the folder in which Schemathesis is installed, and it works in `folder`. */
export function openRuns(packages: string, folder: string): Runs {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn('python3', [join(import.meta.dirname, 'runs.py')], {
    cwd: folder,
    env: { PATH, HOME, PYTHONPATH: packages },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const running = new Map<number, PromiseWithResolvers<number>>()
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      for (const { reject } of running.values()) reject(new Error('Cannot run Schemathesis: it ended'))
      resolve()
    }
    child.once('error', end)
    child.once('exit', end)
  })
  createInterface(child.stdout).on('line', (line) => {
    const { id, code } = JSON.parse(line) as { readonly id: number; readonly code: number }
    running.get(id)?.resolve(code)
    running.delete(id)
  })
  let count = 0
  return {
    run(job) {
      const id = (count += 1)
      const run = Promise.withResolvers<number>()
      running.set(id, run)
      child.stdin.write(`${JSON.stringify({ id, ...job })}\n`)
      return run.promise
    },
    async close() {
      child.stdin.end()
      await ended
    },
  }
}
