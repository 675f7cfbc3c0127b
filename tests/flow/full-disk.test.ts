import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { nameOf } from '#lib/http/define-route.ts'
import type { StationName } from '#lib/station/station-names.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { openDisk } from '../builders/open-disk.ts'
import { spawnStation } from '../builders/spawn-station.ts'
import { freeStationPorts, PORT_NAMES } from '../builders/station-ports.ts'
import { runCommand } from '../engines/run-command.ts'
import { allApis } from '../../apps/all/all-apis.ts'

const MAIN = resolve(import.meta.dirname, '../../apps/all/main.ts')
const NEEDS_DISK: readonly StationName[] = [
  'accounts',
  'tracker',
  'storage',
  'matching',
  'notifications',
  'images',
  'statistics',
  'offers',
]

async function aSmallDisk(size?: string) {
  const folder = temporaryFolder()
  const disk = await openDisk(folder, size)
  onTestFinished(() => disk.close())
  return disk
}

// A small disk needs the permission to mount one.
const mayMount = await (async () => {
  const disk = await openDisk(temporaryFolder())
  await disk.close()
  return disk.isSmall
})()

/** Anonymous calls of all routes that read, and of the tracker's routes that write. */
function callsOf(environment: Record<string, string>): { url: string; init?: RequestInit }[] {
  const base = (station: string) => `http://127.0.0.1:${environment[`${station.toUpperCase()}_PORT`]}`
  return allApis.flatMap(({ station, routes }) =>
    routes.flatMap((declared) => {
      const [method = '', route = ''] = nameOf(declared).split(' ')
      const path = route.replaceAll(/:\w+(?:\{[^}]*\})?/gu, 'x').replaceAll('*', 'x')
      const isRead = method === 'GET'
      // A live stream never ends.
      if (/live|outbox/u.test(path) || (!isRead && station !== 'tracker')) return []
      return [{ url: base(station) + path, ...(!isRead && { init: { method, body: '{"type":"w"}' } }) }]
    }),
  )
}

test.skipIf(!mayMount)(
  'with a full disk no station answers 500 or shows a stack, though the log cannot be written; with room again it recovers',
  async () => {
    const disk = await aSmallDisk()
    const environment: Record<string, string> = { ...(await freeStationPorts()), LOG_LEVEL: 'debug' }
    const urls = PORT_NAMES.map((name) => `http://127.0.0.1:${environment[`${name}_PORT`]}`)
    const platform = await spawnStation({
      main: MAIN,
      folder: disk.folder,
      environment,
      urls: urls.filter((url) => !url.endsWith(`:${environment['METRICS_PORT']}`)),
    })
    const urlOf = (station: string) => `http://127.0.0.1:${environment[`${station.toUpperCase()}_PORT`]}`
    await disk.fill()
    const track = async () => (await fetch(`${urlOf('tracker')}/t/x?wor=king`)).status
    await expect.poll(track).toBe(503)

    for (const { url, init } of callsOf(environment)) {
      const response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(10_000) })
      const text = await response.text()
      expect([url, response.status]).not.toEqual([url, 500])
      expect(text).not.toMatch(/\.ts:\d+|node_modules|ENOSPC/u)
    }
    for (const station of NEEDS_DISK) {
      const ready = async () => fetch(`${urlOf(station)}/readyz`)
      await expect.poll(async () => (await ready()).status).toBe(503)
      expect(await (await ready()).json()).toMatchObject({
        code: 'not_ready',
        detail: expect.stringMatching(/full|space/u),
      })
    }

    await disk.clear()
    await expect.poll(track).toBe(200)
    for (const station of NEEDS_DISK) {
      await expect.poll(async () => (await fetch(`${urlOf(station)}/readyz`)).status).toBe(200)
    }
    expect(await platform.stop()).toBe(0)
    const log = readFileSync(join(disk.folder, 'data/platform.log'), 'utf8')
    // Each line of the log is whole, although some were lost.
    for (const line of log.trim().split('\n')) expect(() => void JSON.parse(line)).not.toThrow()
    expect(log).not.toContain('"msg":"request failed"')
  },
)

test.skipIf(!mayMount).each(['16k', '200k', '600k', '900k'])(
  'a start with %s of room ends with an explanation and exit code 2',
  async (size) => {
    const disk = await aSmallDisk(size)
    const { PATH = '' } = process.env
    const child = Bun.spawn([process.execPath, MAIN], {
      cwd: disk.folder,
      env: { PATH, ...(await freeStationPorts()) },
      stdout: 'ignore',
      stderr: 'pipe',
    })
    const error = await new Response(child.stderr).text()
    expect(await child.exited).toBe(2)
    expect(error).toMatch(/full|no space|I\/O error/u)
    expect(error).toMatch(/[Ff]ree some disk space|whether the disk is full/u)
    expect(error).not.toMatch(/\n\s+at /u)
  },
)

test.skipIf(!mayMount)('a start on a read-only disk ends with an explanation', async () => {
  const disk = await aSmallDisk()
  await runCommand(['mount', '-o', 'remount,ro', disk.folder])
  const { PATH = '' } = process.env
  const child = Bun.spawn([process.execPath, MAIN], {
    cwd: disk.folder,
    env: { PATH, ...(await freeStationPorts()) },
    stdout: 'ignore',
    stderr: 'pipe',
  })
  const error = await new Response(child.stderr).text()
  expect([await child.exited, error.includes('read-only file system')]).toEqual([2, true])
  expect(error).not.toMatch(/\n\s+at /u)
})
