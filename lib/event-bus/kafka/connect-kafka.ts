import { CompressionCodecs, CompressionTypes, Kafka, logLevel, type SASLOptions } from 'kafkajs'
import type { Logger } from '#lib/telemetry/logger.ts'
import { quietRequestQueue } from '#lib/event-bus/quiet-request-queue.ts'

/** A cluster, and its name for messages. */
export interface KafkaCluster {
  readonly kafka: Kafka
  /** The brokers, without the password. */
  readonly name: string
}

const CONNECT_MS = 3_000
const REQUEST_MS = 10_000
const RETRY_MS_MIN = 100
const RETRY_MS_MAX = 2_000
const ZSTD_LEVEL = 1

// kafkajs supports only gzip. zstd at level 1 makes events six times smaller, and is faster than the other codecs.
CompressionCodecs[CompressionTypes.ZSTD] = () => ({
  compress: ({ buffer }: { buffer: Buffer }) =>
    Promise.resolve(Bun.zstdCompressSync(buffer, { level: ZSTD_LEVEL })),
  decompress: (buffer: Buffer) => Promise.resolve(Bun.zstdDecompressSync(buffer)),
})

quietRequestQueue()

/**
 * The cluster of `kafka://[user:password@]host:port[,host:port…][?tls=true&mechanism=plain|scram-sha-256|scram-sha-512]`.
 * This does not connect yet.
 */
export function connectKafka(url: string, log?: Logger): KafkaCluster {
  const { brokers, user, password, parameters } = readKafkaUrl(url)
  const mechanism = parameters.get('mechanism') ?? 'plain'
  const kafka = new Kafka({
    clientId: 'pushtech',
    brokers,
    connectionTimeout: CONNECT_MS,
    requestTimeout: REQUEST_MS,
    ssl: parameters.get('tls') === 'true',
    ...(user !== '' && { sasl: saslOf(mechanism, user, password) }),
    // The caller tries again with the same records; the driver's own retries only bridge a change of leader.
    retry: { initialRetryTime: RETRY_MS_MIN, maxRetryTime: RETRY_MS_MAX, retries: 8 },
    logLevel: log === undefined ? logLevel.NOTHING : logLevel.WARN,
    // The driver logs an error when a coordinator is still loading, although it tries again by itself: so these are debug lines.
    logCreator: () => (entry) =>
      log?.debug('kafka client', { level: entry.level, said: entry.log.message, namespace: entry.namespace }),
  })
  return { kafka, name: brokers.join(',') }
}

/** The parts of a Kafka URL. */
export interface KafkaUrl {
  readonly brokers: string[]
  readonly user: string
  readonly password: string
  readonly parameters: URLSearchParams
}

/**
 * Splits a Kafka URL into its parts. `URL` cannot parse one with several brokers.
 *
 * @example
 * ```ts
 * readKafkaUrl('kafka://one:9092,two:9092').brokers // => ['one:9092', 'two:9092']
 * ```
 */
export function readKafkaUrl(url: string): KafkaUrl {
  const [, authority = '', query = ''] = /^kafka:\/\/([^/?]*)\/?(?:\?(.*))?$/u.exec(url) ?? []
  const at = authority.lastIndexOf('@')
  const [user = '', ...rest] = authority.slice(0, Math.max(0, at)).split(':')
  return {
    brokers: authority
      .slice(at + 1)
      .split(',')
      .filter((broker) => broker !== ''),
    user: decodeURIComponent(user),
    password: decodeURIComponent(rest.join(':')),
    parameters: new URLSearchParams(query),
  }
}

function saslOf(mechanism: string, username: string, password: string): SASLOptions {
  switch (mechanism) {
    case 'scram-sha-256':
    case 'scram-sha-512':
      return { mechanism, username, password }
    default:
      return { mechanism: 'plain', username, password }
  }
}
