import { mkdirSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { spawn, type ChildProcess } from 'node:child_process'

/** A server in a process of its own. */
export interface EngineProcess {
  readonly pid: number
  /** SIGTERM, and SIGKILL when that is not obeyed within 10 s; resolves when it is gone. */
  stop(): Promise<void>
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>
  /** SIGSTOP and SIGCONT. */
  freeze(): void
  thaw(): void
}

/** What to run, and how to tell that it is up. */
export interface EngineCommand {
  readonly name: string
  readonly command: readonly string[]
  /** Where it works and writes its log. */
  readonly folder: string
  /** Resolves to true once it serves. */
  readonly isUp: () => Promise<boolean>
  /** Keep it after this process has gone, for developers. */
  readonly isDetached?: boolean
}

const UP_MS = 60_000
const OBEY_MS = 10_000
const LOOK_AGAIN_MS = 50
const LOG_CHARACTERS_SHOWN = 2_000

/** Starts a server and waits until it serves; a server that ends instead is told with the end of its log. */
export async function startProcess({
  name,
  command,
  folder,
  isUp,
  isDetached = false,
}: EngineCommand): Promise<EngineProcess> {
  mkdirSync(folder, { recursive: true })
  const logFile = join(folder, `${name}.log`)
  const log = openSync(logFile, 'a')
  const [program = '', ...parameters] = command
  const child = spawn(program, parameters, { cwd: folder, stdio: ['ignore', log, log], detached: isDetached })
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  const deadline = Date.now() + UP_MS
  while (!(await isUp().catch(() => false))) {
    if (hasEnded(child) || Date.now() > deadline) {
      child.kill('SIGKILL')
      const tail = readFileSync(logFile, 'utf8').slice(-LOG_CHARACTERS_SHOWN)
      throw new Error(
        `Cannot start ${name}: ${hasEnded(child) ? 'it ended' : 'it is not up in time'}; its log ends with:\n${tail}`,
      )
    }
    await Bun.sleep(LOOK_AGAIN_MS)
  }
  if (isDetached) child.unref()

  async function stop(): Promise<void> {
    if (hasEnded(child)) return
    child.kill('SIGTERM')
    const isObeying = await Promise.race([ended.then(() => true), Bun.sleep(OBEY_MS).then(() => false)])
    if (!isObeying) child.kill('SIGKILL')
    await ended
  }

  return {
    pid: child.pid ?? 0,
    stop,
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null
}
