import { describe, expect, test } from 'vitest'
import { openBusWriter } from '#lib/event-bus/open.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { push } from '../run-push.fixture.ts'
import { describeTail, START, valueOf } from './describe-tail.fixture.ts'

async function aBus(records: readonly { topic: string; value: string }[]) {
  const HOME = temporaryFolder()
  const BUS_URL = `sqlite:${HOME}/bus.db`
  const bus = await openBusWriter(BUS_URL)
  for (const [n, { topic, value }] of records.entries())
    await bus.publish(topic, [{ key: 'one', value, timestamp: START + n * 1_000 }])
  await bus.close()
  return { HOME, BUS_URL }
}

describeTail('on SQLite', () => Promise.resolve(`sqlite:${temporaryFolder()}/bus.db`))

test('shows dead letters with their reason, and other records as raw text', async () => {
  const letter = JSON.stringify({
    reason: 'strict: \u001b[31mno',
    original: 'x',
    deliveries: 1,
    appendedAt: 1,
  })
  const environment = await aBus([
    { topic: 'push.dead', value: letter },
    { topic: 'push.notices', value: 'no event' },
  ])
  const dead = await push(environment, 'tail', '--topic', 'push.dead', '--offset', 'beginning', '--exit')
  expect(dead).toMatchObject({ code: 0, error: '' })
  expect(dead.out).toMatch(/^2026-01-02T03:04:05\.000Z \d+:0 strict: \\u\{1b\}\[31mno\n$/u)
  const notices = await push(
    environment,
    'tail',
    '--topic',
    'push.notices',
    '--offset',
    'beginning',
    '--exit',
  )
  expect(notices.out).toMatch(/^2026-01-02T03:04:06\.000Z \d+:0 no event\n$/u)
})

describe('started at an empty position', () => {
  test.each([['end'], ['999'], ['2030-01-01']])(
    'with --offset %s and --exit it ends at once',
    async (offset) => {
      const environment = await aBus([{ topic: 'push.events', value: valueOf(0) }])
      const { code, out, error } = await push(environment, 'tail', '--offset', offset, '--exit')
      expect({ code, out, error }).toEqual({ code: 0, out: '', error: '' })
    },
  )
})

test.each([['x'], ['-'], ['2026-13-01'], ['1e3'], ['yesterday']])('refuses the offset %s', async (offset) => {
  const { code, error } = await push({}, 'tail', `--offset=${offset}`)
  expect(code).toBe(2)
  expect(error).toContain('It must be beginning, end, an offset such as 4711')
})

test('rejects an unknown topic and a count of zero', async () => {
  expect((await push({}, 'tail', '--topic', 'other')).error).toContain('Allowed choices are push.events')
  expect((await push({}, 'tail', '--count', '0')).error).toContain('It must be a whole number from 1')
})
