import type { Document } from 'mongodb'
import { withMongo } from './with-mongo.ts'

/** What a mongod says about itself. */
export interface MongoStatus {
  readonly version: string
  /** Maximum size of the cache of its storage engine. */
  readonly cacheBytesMax: number
  /** The number of commands since its start, by name; without those of drivers, of replication and of `readMongoStatus()` itself. */
  readonly commands: ReadonlyMap<string, number>
}

// It may be busy with what is measured.
const BUSY_MS = 30_000

const NOT_COUNTED: ReadonlySet<string> = new Set([
  'hello',
  'isMaster',
  'ping',
  'buildInfo',
  'endSessions',
  'serverStatus',
  'replSetHeartbeat',
  'replSetUpdatePosition',
])

/** Asks a mongod for its version, its cache and its counts of commands. */
export function readMongoStatus(uri: string): Promise<MongoStatus> {
  return withMongo(
    uri,
    async (client) => {
      const status = await client.db('admin').command({ serverStatus: 1 })
      const { version, metrics, wiredTiger } = status as {
        readonly version: string
        readonly metrics: { readonly commands: Readonly<Record<string, unknown>> }
        readonly wiredTiger: { readonly cache: Document }
      }
      const commands = Object.entries(metrics.commands)
        .map(([name, counts]): [string, number] => [name, totalOf(counts)])
        .filter(([name, total]) => total > 0 && !NOT_COUNTED.has(name))
      return {
        version,
        cacheBytesMax: Number(wiredTiger.cache['maximum bytes configured']),
        commands: new Map(commands),
      }
    },
    BUSY_MS,
  )
}

function totalOf(counts: unknown): number {
  return typeof counts === 'object' && counts !== null && 'total' in counts ? Number(counts.total) : 0
}
