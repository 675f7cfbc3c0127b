import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { processEnvironment } from '#lib/config/process-environment.ts'
import { STATION_NAMES } from '#lib/station/station-names.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { freePorts } from '../../tests/builders/free-ports.ts'
import { programs } from './programs.ts'

const MAIN = new URL('main.ts', import.meta.url).pathname
const ROOT = resolve(import.meta.dirname, '../..')

/** Runs `push run …` in its own folder; its output goes to files there. */
async function run(...words: string[]) {
  const folder = temporaryFolder()
  const [port = 0, metrics = 0] = await freePorts(2)
  const child = Bun.spawn([process.execPath, MAIN, 'run', ...words], {
    cwd: folder,
    env: {
      PATH: processEnvironment()['PATH'],
      HOME: folder,
      STATISTICS_PORT: String(port),
      METRICS_PORT: String(metrics),
      AUTH_KEYS_PATH: './keys.json',
    },
    stdin: 'ignore',
    stdout: Bun.file(join(folder, 'printed')),
    stderr: Bun.file(join(folder, 'printed-errors')),
  })
  onTestFinished(() => child.kill('SIGTERM'))
  const isReady = () =>
    fetch(`http://127.0.0.1:${port}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    )
  return { child, folder, isReady, errors: () => readFileSync(join(folder, 'printed-errors'), 'utf8') }
}

test('every station has a program, and every program a station', () => {
  expect(Object.keys(programs).sort()).toEqual(['all', ...STATION_NAMES].sort())
  for (const { path } of Object.values(programs)) expect(existsSync(join(ROOT, path))).toBe(true)
})

describe('push run', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    'runs a station in the current folder until %s, and exits with its code',
    async (signal) => {
      const { child, folder, isReady } = await run('statistics')
      await expect.poll(isReady).toBe(true)
      expect(existsSync(join(folder, 'data'))).toBe(true)
      child.kill(signal)
      expect(await child.exited).toBe(0)
      expect(await isReady()).toBe(false)
    },
  )

  test('forwards options, and passes on the exit code and the message of a failed start', async () => {
    const { child, errors } = await run('all', '--no-such-option')
    expect(await child.exited).toBe(2)
    expect(errors()).toContain("unknown option '--no-such-option'")
  })

  test('names all stations', async () => {
    const { child, errors } = await run('kafka')
    expect(await child.exited).toBe(2)
    for (const name of Object.keys(programs)) expect(errors()).toContain(name)
  })
})
