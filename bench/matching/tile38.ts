import { join, resolve } from 'node:path'
import { processEnvironment } from '#lib/config/process-environment.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { freePorts } from '../../tests/builders/free-ports.ts'
import { startProcess } from '../../tests/engines/engine-process.ts'
import { benchFolder } from '../bench-folder.ts'
import type { Peer } from '../bench.ts'
import { cpuSeconds } from '../cpu-seconds.ts'
import type { BenchWorld } from './bench-world.ts'
import { openResp, type RespConnection } from './open-resp.ts'
import type { Reply } from './read-reply.ts'
import type { Step } from './walks.ts'

/** Printed if Tile38 was not measured. */
export const TILE38_MISSING =
  'Tile38: not measured, TILE38_SERVER_BIN names none (docs/operations/bench.md says how to have it)'

const LIMIT = '500'
const FILL_BATCH = 1_000

type Command = readonly string[]

/** The program that TILE38_SERVER_BIN names; undefined if it names none, and the peer is left out. */
export function tile38Program(): string | undefined {
  const program = processEnvironment()['TILE38_SERVER_BIN']
  return program === undefined || program === '' ? undefined : resolve(program)
}

/**
 * Measures Tile38 with the searches of a world and the same moves, pipelined over one connection. For each move it keeps the
 * point of the device, finds the searches whose circle has this point, and those whose point is in the circle of the offer,
 * both by keyword. It keeps no pairs, tells nobody, and syncs its file once a second.
 */
export async function measureTile38(
  program: string,
  { world, steps, batch }: { world: BenchWorld; steps: readonly Step[]; batch: number },
): Promise<Peer> {
  await using ending = new AsyncDisposableStack()
  const folder = benchFolder()
  ending.defer(folder.remove)
  const [port = 0] = await freePorts(1)
  const server = await startProcess({
    name: 'tile38',
    folder: folder.path,
    command: [program, '-h', '127.0.0.1', '-p', String(port), '-d', join(folder.path, 'data')],
    isUp: () => isUp(port),
  })
  ending.defer(() => server.stop())
  const connection = await openResp(port)
  ending.defer(() => connection.close())
  const numberOf = numberWords()
  await fill(connection, world, numberOf)
  const batches = Array.from({ length: Math.ceil(steps.length / batch) }, (_, index) =>
    steps.slice(index * batch, (index + 1) * batch).flatMap((step) => commandsOf(step, numberOf)),
  )
  let found = 0
  const [startedAt, cpuBefore] = [performance.now(), cpuSeconds(server.pid)]
  for (const commands of batches)
    found += (await connection.pipeline(commands)).reduce<number>((sum, reply) => sum + idsIn(reply), 0)
  const seconds = (performance.now() - startedAt) / 1_000
  return {
    name: 'Tile38, SET and two INTERSECTS a move',
    value: steps.length / seconds,
    cpuSecondsPerEvent: (cpuSeconds(server.pid) - cpuBefore) / steps.length,
    note: `${(found / steps.length).toFixed(2)} ids found a move, both ways added; in batches of ${batch} moves, one in flight; no pairs, no notices, its file is synced once a second`,
  }
}

async function isUp(port: number): Promise<boolean> {
  const connection = await openResp(port)
  const [reply] = await connection.pipeline([['PING']])
  connection.close()
  return reply === 'PONG'
}

async function fill(connection: RespConnection, world: BenchWorld, numberOf: NumberOf): Promise<void> {
  let commands: Command[] = []
  for (const subject of world.subjects()) {
    if (subject.kind !== 'search') continue
    commands.push(...keepSearch(subject, numberOf))
    if (commands.length < FILL_BATCH) continue
    await connection.pipeline(commands)
    commands = []
  }
  await connection.pipeline(commands)
}

/** Keeps a search as a circle and as a point. */
function keepSearch({ id, at, radiusMeters, keywords }: Subject, numberOf: NumberOf): Command[] {
  if (at === undefined) return []
  const fields = keywords.flatMap((word, index) => ['FIELD', `k${index}`, String(numberOf(word))])
  const circle = {
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [at.lng, at.lat] },
    properties: { type: 'Circle', radius: radiusMeters, radius_units: 'm' },
  }
  return [
    ['SET', 'circles', id, ...fields, 'OBJECT', JSON.stringify(circle)],
    ['SET', 'points', id, ...fields, 'POINT', String(at.lat), String(at.lng)],
  ]
}

function commandsOf({ mover, at }: Step, numberOf: NumberOf): Command[] {
  const place = [String(at.lat), String(at.lng)]
  const point = JSON.stringify({ type: 'Point', coordinates: [at.lng, at.lat] })
  const filter = mover.keywords
    .flatMap((word) => [0, 1, 2].map((field) => `k${field} == ${numberOf(word)}`))
    .join(' || ')
  const options = ['LIMIT', LIMIT, 'WHERE', filter, 'IDS']
  return [
    ['SET', 'devices', mover.device, 'POINT', ...place],
    ['INTERSECTS', 'circles', ...options, 'OBJECT', point],
    ['INTERSECTS', 'points', ...options, 'CIRCLE', ...place, String(mover.radiusMeters)],
  ]
}

type NumberOf = (word: string) => number

/** Numbers words from 1, because Tile38 reads an absent field as 0. */
function numberWords(): NumberOf {
  const numbers = new Map<string, number>()
  return (word) => {
    const number = numbers.get(word) ?? numbers.size + 1
    numbers.set(word, number)
    return number
  }
}

/** The number of ids in the reply of a search: a cursor and a list. */
function idsIn(reply: Reply): number {
  const list = Array.isArray(reply) ? (reply as readonly Reply[])[1] : undefined
  return Array.isArray(list) ? list.length : 0
}
