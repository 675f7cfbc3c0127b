import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { freePorts } from '../builders/free-ports.ts'
import { freeStationPorts } from '../builders/station-ports.ts'

const ROOT = resolve(import.meta.dirname, '../..')
// Planted in each place where an operator may put a secret.
const PLANTED = 'pl4nted-s3cret'

/** Starts a program whose engine is down. */
function start(main: string, environment: Record<string, string>) {
  const folder = temporaryFolder()
  const { PATH = '' } = process.env
  const child = Bun.spawn([process.execPath, join(ROOT, main)], {
    cwd: folder,
    env: { PATH, ...environment },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  })
  onTestFinished(() => child.kill('SIGKILL'))
  let text = ''
  const sink = () =>
    new WritableStream<Uint8Array>({ write: (chunk) => void (text += Buffer.from(chunk).toString()) })
  const ended = Promise.all([child.exited, child.stdout.pipeTo(sink()), child.stderr.pipeTo(sink())])
  const logFile = join(folder, 'data/platform.log')
  return {
    output: () => text,
    everything: () => text + (existsSync(logFile) ? readFileSync(logFile, 'utf8') : ''),
    stop: async (signal: NodeJS.Signals) => {
      child.kill(signal)
      const [code] = await ended
      return code
    },
  }
}

const ENGINES = [
  ['Redis', (port: number) => ({ STREAM_URLS: `redis://push:${PLANTED}@127.0.0.1:${port}`, SPOOL_PATH: '' })],
  ['Kafka', (port: number) => ({ BUS_URL: `kafka://push:${PLANTED}@127.0.0.1:${port}` })],
  [
    'MongoDB',
    (port: number) => ({ STORE_URL: `mongodb://push:${PLANTED}@127.0.0.1:${port}/push?replicaSet=push` }),
  ],
  [
    'S3',
    (port: number) => ({
      BLOB_URL: `s3://pictures/push?endpoint=http://127.0.0.1:${port}`,
      S3_ACCESS_KEY_ID: `AKIA${PLANTED}`,
      S3_SECRET_ACCESS_KEY: PLANTED.repeat(2),
    }),
  ],
] as const

const signalOf = (index: number) => (index % 2 === 0 ? 'SIGTERM' : 'SIGINT')

test.each(ENGINES.map(([engine, settings], index) => [engine, settings, signalOf(index)] as const))(
  '%s is down at the start: a line says so, the platform is not ready, and it stops on a signal',
  async (engine, settings, signal) => {
    const [port = 0] = await freePorts(1)
    const platform = start('apps/all/main.ts', { ...(await freeStationPorts()), ...settings(port) })
    await expect
      .poll(platform.output, { timeout: 30_000 })
      .toMatch(new RegExp(`^Waiting for ${engine} at .*127\\.0\\.0\\.1:${port}`, 'mu'))
    expect(await platform.stop(signal)).toBe(0)
    expect(platform.output()).not.toContain('is ready')
    expect(platform.everything()).not.toContain(PLANTED)
    expect(platform.everything()).toContain(`"engine":"${engine} at `)
  },
)

const STATIONS = [
  ['workers/enrich/main.ts', 'Redis', 'Kafka'],
  ['apps/matching/main.ts', 'Kafka', 'MongoDB'],
  ['apps/images/main.ts', 'S3', 'MongoDB'],
] as const

test.each(STATIONS)('%s alone waits for each of its engines, %s and %s', async (main, ...engines) => {
  const ports = await freePorts(engines.length)
  const settings = engines.map((engine, index) =>
    ENGINES.find(([name]) => name === engine)?.[1](ports[index] ?? 0),
  )
  const station = start(main, { ...(await freeStationPorts()), ...Object.assign({}, ...settings) })
  for (const engine of engines) {
    await expect.poll(station.output, { timeout: 30_000 }).toContain(`"engine":"${engine} at `)
  }
  expect(await station.stop('SIGTERM')).toBe(0)
  expect(station.output()).not.toContain('"msg":"ready"')
  expect(station.output()).not.toContain(PLANTED)
})
