import { mkdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { write } from '../../apps/cli/print.ts'
import { freePorts } from '../builders/free-ports.ts'
import { down } from './down.ts'
import type { EngineProcess } from './engine-process.ts'
import { startKafka } from './kafka.ts'
import { startMongo } from './mongo.ts'
import { startRedis } from './redis.ts'
import { isRunning, programOf, readRunning, RUN_FOLDER, writeRunning, type Running } from './running.ts'

const PORTS = { redis: 6379, kafka: 9092, mongo: 27_017 }

/** Starts Redis, Kafka and MongoDB so that they stay, and prints the lines of .env that make the platform use them. */
export async function up({ brokers, members }: { brokers: number; members: number }): Promise<void> {
  const before = readRunning()
  if (before !== undefined) {
    const states = await Promise.all(before.servers.map(isRunning))
    if (before.lines.length === 0 || !states.every((isUp) => isUp)) {
      throw new Error('Cannot start engines: some from before are left; first: npx bun run push engines down')
    }
    write(`they run already\n\n${before.lines.join('\n')}\n`)
    return
  }
  rmSync(RUN_FOLDER, { recursive: true, force: true })
  mkdirSync(RUN_FOLDER, { recursive: true })
  write('starting; the first time they are fetched, which takes minutes\n')
  const folder = (name: string) => join(RUN_FOLDER, name)
  const servers: Running[] = []

  async function keep(name: string, processes: readonly EngineProcess[]): Promise<void> {
    for (const [index, { pid }] of processes.entries()) {
      const program = (await programOf(pid)) ?? ''
      servers.push({ name: processes.length === 1 ? name : `${name} ${index + 1}`, pid, program })
    }
    // Already now: should this start be broken off, `down` finds what it left behind.
    writeRunning({ servers, lines: [] })
  }

  async function redis(): Promise<string> {
    const port = await freePort(PORTS.redis)
    const { url, process: own } = await startRedis({ folder: folder('redis'), port, isDetached: true })
    await keep('redis', [own])
    return `STREAM_URLS=${url}`
  }

  async function kafka(): Promise<string> {
    const port = await freePort(PORTS.kafka)
    const engine = await startKafka({ folder: folder('kafka'), port, brokers, isDetached: true })
    await keep('kafka', engine.processes)
    return `BUS_URL=kafka://${engine.brokers}`
  }

  async function mongo(): Promise<string> {
    const port = await freePort(PORTS.mongo)
    const { uri, processes } = await startMongo({ folder: folder('mongo'), port, members, isDetached: true })
    await keep('mongo', processes)
    return `STORE_URL=${uri}`
  }

  const started = await Promise.allSettled([redis(), kafka(), mongo()])
  const lines = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const failure = started.find((one) => one.status === 'rejected')
  if (failure !== undefined) {
    await down()
    throw failure.reason
  }
  writeRunning({ servers, lines })
  write(`\nthey run; lines for .env:\n\n${lines.join('\n')}\n`)
}

/** The engine's usual port where nobody has it, else any free one. */
async function freePort(usual: number): Promise<number> {
  const isFree = await new Promise<boolean>((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(usual, '127.0.0.1', () => server.close(() => resolve(true)))
  })
  const [other = 0] = isFree ? [] : await freePorts(1)
  return isFree ? usual : other
}
