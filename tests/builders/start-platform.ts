import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { freePorts } from './free-ports.ts'

/** A platform in a process of its own, as `bun run start` starts it. */
export interface Platform {
  /** The front end, where every station is reachable by path. */
  readonly url: string
  readonly folder: string
  readonly environment: Readonly<Record<string, string>>
  readonly pid: number
  /** Everything it printed. */
  output(): string
  /** kill -9; resolves when the process is gone. */
  kill(): Promise<void>
  /** SIGTERM; gives the exit code. */
  stop(): Promise<number>
}

/** How to start it. */
export interface PlatformOptions {
  /** Where its `./data` lies. */
  readonly folder: string
  /** Settings beside the ports. */
  readonly environment?: Readonly<Record<string, string>>
  /** The environment of a platform that ran before, to start it again at its addresses. */
  readonly again?: Readonly<Record<string, string>>
  readonly flags?: readonly string[]
}

const PORT_NAMES = [
  'WEB',
  'TRACKER',
  'STORAGE',
  'MATCHING',
  'KAFIDX',
  'NOTIFICATIONS',
  'ACTIONS',
  'IMAGES',
  'ACCOUNTS',
  'STATISTICS',
  'ENRICH',
  'OFFERS',
  'METRICS',
]
const READY_MS = 30_000
const LOOK_AGAIN_MS = 25
const MAIN = resolve(import.meta.dirname, '../../apps/all/main.ts')

/** Starts a platform and waits until all stations are ready. */
export async function startPlatform({
  folder,
  environment = {},
  again,
  flags = [],
}: PlatformOptions): Promise<Platform> {
  const ports = await freePorts(PORT_NAMES.length)
  const whole = again ?? {
    ...Object.fromEntries(PORT_NAMES.map((name, index) => [`${name}_PORT`, String(ports[index])])),
    ...environment,
  }
  const { PATH = '', HOME = '' } = process.env
  const logFile = join(folder, 'printed.txt')
  const child = Bun.spawn([process.execPath, MAIN, ...flags], {
    cwd: folder,
    env: { PATH, HOME, ...whole },
    stdin: 'ignore',
    stdout: Bun.file(logFile),
    stderr: Bun.file(`${logFile}.err`),
  })
  const output = () => [logFile, `${logFile}.err`].map((file) => readFileSync(file, 'utf8')).join('')
  await untilReady(
    PORT_NAMES.map((name) => `http://127.0.0.1:${whole[`${name}_PORT`]}`),
    child,
    output,
  )
  return {
    url: `http://127.0.0.1:${whole['WEB_PORT']}`,
    folder,
    environment: whole,
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

async function untilReady(
  urls: readonly string[],
  child: Bun.Subprocess,
  output: () => string,
): Promise<void> {
  const deadline = Date.now() + READY_MS
  for (const url of urls) {
    for (;;) {
      const isReady = await fetch(`${url}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      )
      if (isReady) break
      if (child.exitCode !== null || Date.now() > deadline) {
        throw new Error(
          `Cannot start the platform: ${url} is not ready, exit code ${child.exitCode}\n${output()}`,
        )
      }
      await Bun.sleep(LOOK_AGAIN_MS)
    }
  }
}
