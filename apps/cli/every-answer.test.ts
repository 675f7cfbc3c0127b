import { expect, test } from 'vitest'
import { openKeyRing } from '#lib/auth/key-file.ts'
import type { Environment } from '#lib/config/read-config.ts'
import { openBusWriter } from '#lib/event-bus/open.ts'
import { DEAD, EVENTS } from '#lib/event-bus/topics.ts'
import { openStreamWriter } from '#lib/stream-log/open.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { startSmallPlatform } from './platform.fixture.ts'
import { FULL, push, pushToFull, pushToGone, startPush } from './run-push.fixture.ts'

/** Verbs that read local files. */
const LOCAL: readonly (readonly string[])[] = [
  ['status'],
  ['lag'],
  ['tail', '--offset', 'beginning', '--exit'],
  ['dead', 'list'],
  ['spool', 'inspect'],
  ['spool', 'drain'],
  ['token', 'person', 'anna', '--audience', 'storage'],
  ['token', 'service', 'demo', '--audience', 'tracker'],
  ['signing-keys', 'list'],
  ['signing-keys', 'rotate'],
  ['engines', 'status'],
  ['run', 'all', '--', '--help'],
]

/** Verbs that print the answer of a station. */
const ASKING: readonly (readonly string[])[] = [
  ['acts'],
  ['keys', 'list'],
  ['keys', 'create', '--name', 'Shop'],
  ['simulate', '--devices', '1', '--interval', '100ms', '--duration', '200ms'],
]

/** Creates a folder with a bus of `count` events, an empty stream, a dead letter and keys. */
async function aFolder(count = 3): Promise<Environment> {
  const HOME = temporaryFolder()
  const environment = {
    HOME,
    BUS_URL: `sqlite:${HOME}/bus.db`,
    STREAM_URLS: `sqlite:${HOME}/stream.db`,
    SPOOL_PATH: `${HOME}/spool`,
    AUTH_KEYS_PATH: `${HOME}/keys.json`,
  }
  const bus = await openBusWriter(environment.BUS_URL)
  const value = JSON.stringify({ filler: 'x'.repeat(1_000) })
  const records = Array.from({ length: count }, () => ({ key: 'one', value, timestamp: Date.now() }))
  await bus.publish(EVENTS.name, records)
  await bus.publish(DEAD.name, [{ key: 'one', value: 'buried', timestamp: Date.now() }])
  await bus.close()
  await (await openStreamWriter(environment.STREAM_URLS)).close()
  await openKeyRing(environment.AUTH_KEYS_PATH)
  return environment
}

test.each(LOCAL.map((words) => [words.join(' '), words] as const))(
  'push %s ends silently if the pipe is closed, and with 1 if its answer cannot be written',
  async (_, words) => {
    const environment = await aFolder()
    expect(await pushToGone(environment, ...words)).toEqual([0, ''])
    // The output of a program in its own process goes through the same check.
    expect(await pushToFull(environment, ...words)).toEqual([1, FULL])
  },
)

test('verbs that print the answers of stations do the same', async () => {
  const { environment } = await startSmallPlatform()
  for (const words of ASKING) {
    expect([words, ...(await pushToGone(environment, ...words))]).toEqual([words, 0, ''])
    expect([words, ...(await pushToFull(environment, ...words))]).toEqual([words, 1, FULL])
  }
})

test.each(['SIGINT', 'SIGTERM'] as const)(
  'push tail obeys %s while nobody reads its output',
  async (signal) => {
    const child = startPush(await aFolder(2_000), 'tail', '--offset', 'beginning')
    const reader = child.stdout.getReader()
    // It has started to print. From now on nobody reads, so the pipe becomes full.
    await reader.read()
    child.kill(signal)
    expect(await child.exited).toBe(0)
  },
)

test('push simulate obeys Ctrl-C while the platform does not answer', async () => {
  const asked = Promise.withResolvers<void>()
  const silent = Bun.listen({
    hostname: '127.0.0.1',
    port: 0,
    socket: { data: () => asked.resolve() },
  })
  const child = startPush({}, 'simulate', '--url', `http://127.0.0.1:${silent.port}`)
  await asked.promise
  child.kill('SIGINT')
  expect(await child.exited).toBe(0)
  expect(await new Response(child.stdout).text()).toMatch(/^0 phones walked/u)
  expect(await new Response(child.stderr).text()).toBe('')
  silent.stop(true)
})

test('push tail shows the place of each event, and can start from it', async () => {
  const { environment, url } = await startSmallPlatform()
  await fetch(`${url}/t/w?wor=king`)
  const first = ['tail', '--offset', 'beginning', '--count', '1']
  const line = (await push(environment, ...first)).out
  const [, partition = '', offset = ''] = /^\S+Z (\d+):(\d+) w /u.exec(line) ?? []
  const again = await push(environment, ...first, '--offset', offset, '--partition', partition)
  expect(again.out).toBe(line)
})
