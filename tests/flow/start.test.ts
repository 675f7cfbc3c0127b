import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { answersOk } from '../builders/answers-ok.ts'
import { spawnStation } from '../builders/spawn-station.ts'
import { freeStationPorts, PORT_NAMES } from '../builders/station-ports.ts'

const MAIN = resolve(import.meta.dirname, '../../apps/all/main.ts')

async function aStart(folder = temporaryFolder()) {
  const environment = await freeStationPorts()
  const urls = PORT_NAMES.map((name) => `http://127.0.0.1:${environment[`${name}_PORT`]}`)
  const start = async (...flags: string[]) => {
    const running = await spawnStation({ main: MAIN, flags, folder, environment, urls })
    onTestFinished(async () => {
      await running.stop()
    })
    return running
  }
  return { folder, environment, start, web: urls[0] ?? '' }
}

/** Starts the platform, which is expected to end by itself. */
async function end(folder: string, environment: Record<string, string>, ...flags: string[]) {
  const { PATH = '' } = process.env
  const child = Bun.spawn([process.execPath, MAIN, ...flags], {
    cwd: folder,
    env: { PATH, ...environment },
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const [stdout, stderr] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ])
  return { code: await child.exited, stdout, stderr }
}

test('prints all addresses, and every station answers on its own port', async () => {
  const { start, environment } = await aStart()
  const running = await start()
  for (const name of PORT_NAMES) expect(running.output()).toContain(`:${environment[`${name}_PORT`]}`)
  expect(running.output()).toContain('admin-password')
})

test('serves even if its output at the start cannot be written', async () => {
  const { folder, environment, web } = await aStart()
  const { PATH = '' } = process.env
  const full = openSync('/dev/full', 'w')
  const child = Bun.spawn([process.execPath, MAIN], {
    cwd: folder,
    env: { PATH, ...environment },
    stdin: 'ignore',
    stdout: full,
    stderr: 'pipe',
  })
  closeSync(full)
  onTestFinished(() => child.kill('SIGKILL'))
  await expect.poll(() => answersOk(`${web}/readyz`), { timeout: 40_000 }).toBe(true)
  expect((await fetch(`${web}/t/w?wor=king`)).status).toBe(200)
  child.kill('SIGTERM')
  expect([await child.exited, await new Response(child.stderr).text()]).toEqual([0, ''])
})

test('a second start on the same data is refused, also with --fresh, and names the pid of the first, which keeps running', async () => {
  const { folder, environment, start, web } = await aStart()
  const running = await start()
  for (const flags of [[], ['--fresh']]) {
    const second = await end(folder, environment, ...flags)
    expect(second.code).toBe(2)
    expect(second.stderr).toContain(`already, as pid ${running.pid}`)
  }
  expect((await fetch(`${web}/t/w?wor=king`)).status).toBe(200)
})

test('a start on used ports says which pid holds which port, and leaves no lock behind', async () => {
  const { environment, start } = await aStart()
  const running = await start()
  const elsewhere = temporaryFolder()
  const second = await end(elsewhere, environment)
  expect(second.code).toBe(2)
  expect(second.stderr).toMatch(new RegExp(`port \\d+ is held by pid ${running.pid}`, 'u'))
  expect(existsSync(join(elsewhere, 'data/platform.lock'))).toBe(false)
})

test('--fresh deletes the data; without it the data stays, also after kill -9', async () => {
  const { folder, start } = await aStart()
  const first = await start()
  const password = () => readFileSync(join(folder, 'data/admin-password'), 'utf8')
  const before = password()
  await first.kill()
  const second = await start()
  expect(password()).toBe(before)
  expect(await second.stop()).toBe(0)
  await start('--fresh')
  expect(password()).not.toBe(before)
})

test('all mistakes of a wrong configuration are reported together, without secrets, with exit code 2', async () => {
  const wrong = {
    TRACKER_PORT: 'many',
    STREAM_URLS: 'carrier-pigeon:',
    IP_POLICY: 'sell',
    ADMIN_PASSWORD: 'too-short',
  }
  const { code, stderr } = await end(temporaryFolder(), { ...(await freeStationPorts()), ...wrong })
  expect(code).toBe(2)
  for (const name of Object.keys(wrong)) expect(stderr).toContain(name)
  expect(stderr).not.toContain('too-short')
})

test('a damaged database is named, with advice', async () => {
  const { folder, environment, start } = await aStart()
  await (await start()).stop()
  writeFileSync(
    join(folder, 'data/bus.db'),
    'this is no database, and long enough to be looked at as one'.repeat(100),
  )
  const { code, stderr } = await end(folder, environment)
  expect(code).toBe(2)
  expect(stderr).toContain('data/bus.db')
  expect(stderr).toContain('backup')
})

test('--help shows examples, and an unknown flag ends with exit code 2', async () => {
  const help = await end(temporaryFolder(), {}, '--help')
  expect([help.code, help.stdout.includes('Examples:')]).toEqual([0, true])
  expect((await end(temporaryFolder(), {}, '--frehs')).code).toBe(2)
})
