import { freePorts } from '../builders/free-ports.ts'
import { until } from '../builders/until.ts'
import { composeCommand, prepareServices, runCompose, type ComposeProject } from './compose.ts'
import { isKafkaServing } from './is-kafka-serving.ts'
import { isRedisServing } from './is-redis-serving.ts'
import { withMongo } from './with-mongo.ts'

const UP_MS = 60_000
const UP = ['up', '--detach', '--no-deps', '--no-build', '--pull', 'never']
const DOWN = ['down', '--volumes', '--timeout', '5']

/** An engine that compose.yaml has. */
export type EngineName = 'redis' | 'kafka' | 'mongodb'

/** Engines in containers. */
export interface Containers {
  readonly addresses: Readonly<Partial<Record<EngineName, string>>>
  /** Removes them with their data and their network. */
  stop(): Promise<void>
}

/** How an engine of compose.yaml is used from outside of it. */
interface Server {
  readonly service: string
  /** The variable that moves its port. */
  readonly variable: string
  readonly address: (port: number) => string
  readonly untilUp: (address: string, project: ComposeProject) => Promise<void>
}

const SERVERS: Readonly<Record<EngineName, Server>> = {
  redis: {
    service: 'redis',
    variable: 'REDIS_PORT',
    address: (port) => `redis://127.0.0.1:${port}`,
    untilUp: (address) => untilServing('redis', () => isRedisServing(address)),
  },
  kafka: {
    service: 'kafka',
    variable: 'KAFKA_PORT',
    address: (port) => `127.0.0.1:${port}`,
    untilUp: (address) => untilServing('kafka', () => isKafkaServing(address, 1)),
  },
  mongodb: {
    service: 'mongo',
    variable: 'MONGO_PORT',
    // Its member is known by a name that means nothing out here: nobody is to look for the others.
    address: (port) => `mongodb://127.0.0.1:${port}/push?replicaSet=push&directConnection=true`,
    async untilUp(address, project) {
      // Not yet of the set: it is asked without the set's name.
      const alone = address.replace('replicaSet=push&', '')
      const hello = () => withMongo(alone, (client) => client.db('admin').command({ hello: 1 }))
      await untilServing('mongodb', async () => (await hello())['ok'] === 1)
      await runCompose(project, [...UP, 'mongo-init'])
      await untilServing('mongodb', async () => (await hello())['isWritablePrimary'] === true)
    },
  },
}

/**
 * Starts engines of compose.yaml, one of each, under a project name and on free ports of this process, so that they never meet
 * a platform that a developer has up; rejects, and leaves nothing, where docker cannot.
 */
export async function startInDocker(wanted: readonly EngineName[], docker = 'docker'): Promise<Containers> {
  const servers = wanted.map((name) => ({ name, ...SERVERS[name] }))
  const ports = await freePorts(servers.length)
  const placed = servers.map((server, index) => ({ ...server, port: ports[index] ?? 0 }))
  const project = {
    docker,
    name: `pushtech-engines-${process.pid}`,
    variables: Object.fromEntries(placed.map(({ variable, port }) => [variable, String(port)])),
  }
  const services = servers.map(({ service }) => service)
  await prepareServices(project, services)

  // A run that is broken off, by Ctrl-C for one, comes to no stop(); containers would outlive it.
  function downAtOnce(): void {
    // Again, for what a start that was under way has made meanwhile.
    for (let round = 0; round < 2; round += 1) Bun.spawnSync(composeCommand(project, DOWN))
  }
  process.once('exit', downAtOnce)

  async function stop(): Promise<void> {
    await runCompose(project, DOWN)
    process.off('exit', downAtOnce)
  }

  try {
    await runCompose(project, [...UP, ...services])
    const ups = placed.map(({ untilUp, address, port }) => untilUp(address(port), project))
    // All have come to an end before they are removed: none makes a container after that.
    await Promise.allSettled(ups)
    await Promise.all(ups)
  } catch (error) {
    await stop()
    throw error
  }
  return {
    addresses: Object.fromEntries(placed.map(({ name, address, port }) => [name, address(port)])),
    stop,
  }
}

function untilServing(name: string, isServing: () => Promise<boolean>): Promise<void> {
  return until(`${name} serves in its container`, () => isServing().catch(() => false), UP_MS)
}
