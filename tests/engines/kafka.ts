import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePorts } from '../builders/free-ports.ts'
import { cached } from './cache.ts'
import type { EngineProcess } from './engine-process.ts'
import { installedOrSkipped } from './installed-or-skipped.ts'
import { isKafkaServing } from './is-kafka-serving.ts'
import { kafkaProperties } from './kafka-properties.ts'
import { runCommand } from './run-command.ts'
import { startProcesses } from './start-processes.ts'

const VERSION = '4.2.0'
const LOGGER_VERSION = '1.7.36'

/** A cluster of Kafka brokers on this machine. */
export interface KafkaEngine {
  /** `host:port`, parted by commas. */
  readonly brokers: string
  readonly processes: readonly EngineProcess[]
}

/** The folder with Kafka's jars, on a machine that has Java to run them. */
export function installKafka(): Promise<string> {
  return installedOrSkipped(async () => {
    if (Bun.which('java') === null) throw new Error('Cannot run Kafka: there is no java')
    return cached(`kafka-${VERSION}`, async (draft) => {
      writeFileSync(join(draft, 'pom.xml'), pom())
      await runCommand(['mvn', '-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=libs'], {
        cwd: draft,
      })
    })
  })
}

/** Starts one broker or several in KRaft mode, each broker and controller at once. */
export async function startKafka(options: {
  folder: string
  port: number
  brokers?: number
  isDetached?: boolean
}): Promise<KafkaEngine> {
  const { folder, port, brokers: count = 1, isDetached = false } = options
  const jars = join(await installKafka(), 'libs', '*')
  const extra = await freePorts(count * 2 - 1)
  const ports = [port, ...extra.slice(0, count - 1)]
  const controllers = extra.slice(count - 1)
  const voters = controllers.map((controller, index) => `${index + 1}@127.0.0.1:${controller}`).join(',')
  // A leading dash would be read as a flag.
  const clusterId = Buffer.from(crypto.getRandomValues(new Uint8Array(16)))
    .toString('base64url')
    .replace(/^-/u, 'A')
  mkdirSync(folder, { recursive: true })
  const commands = await Promise.all(
    ports.map(async (own, index) => {
      const home = join(folder, `broker-${index + 1}`)
      const file = join(folder, `broker-${index + 1}.properties`)
      writeFileSync(
        file,
        kafkaProperties({
          id: index + 1,
          port: own,
          controller: controllers[index] ?? 0,
          voters,
          home,
          count,
        }),
      )
      // One that ran here before goes on with its data.
      if (!existsSync(home)) {
        await runCommand([
          'java',
          '-cp',
          jars,
          'kafka.tools.StorageTool',
          'format',
          '-t',
          clusterId,
          '-c',
          file,
        ])
      }
      return {
        name: `kafka-${index + 1}`,
        folder,
        isDetached,
        command: [
          'java',
          '-Xmx512m',
          '-Xms256m',
          '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
          '-cp',
          jars,
          'kafka.Kafka',
          file,
        ],
        isUp: () => isKafkaServing(`127.0.0.1:${own}`, count),
      }
    }),
  )
  const processes = await startProcesses(commands)
  return { brokers: ports.map((own) => `127.0.0.1:${own}`).join(','), processes }
}

function pom(): string {
  const dependencies = [
    ['org.apache.kafka', 'kafka_2.13', VERSION],
    ['org.apache.kafka', 'kafka-tools', VERSION],
    ['org.slf4j', 'slf4j-simple', LOGGER_VERSION],
  ].map(
    ([group, artifact, version]) =>
      `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`,
  )
  return `<project><modelVersion>4.0.0</modelVersion><groupId>pushtech</groupId><artifactId>engines</artifactId><version>1</version><packaging>pom</packaging><dependencies>${dependencies.join('')}</dependencies></project>`
}
