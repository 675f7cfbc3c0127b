import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openLogger } from '#lib/telemetry/open-logger.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

function aLog(level: 'debug' | 'info' | 'warn') {
  const path = join(temporaryFolder(), 'logs', 'log')
  const log = openLogger(level, path)
  const lines = () =>
    readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
  return { log, lines }
}

test('a line is JSON with time, level, message and fields, and is written at once', () => {
  const { log, lines } = aLog('info')
  log.info('relayed', { count: 2 })
  expect(lines()).toEqual([
    {
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/u) as string,
      msg: 'relayed',
      count: 2,
    },
  ])
})

test('lines less severe than the level are not written', () => {
  const { log, lines } = aLog('warn')
  log.debug('a')
  log.info('b')
  log.warn('c')
  log.error('d')
  expect(lines().map(({ level, msg }) => [level, msg])).toEqual([
    ['warn', 'c'],
    ['error', 'd'],
  ])
})

test('with() adds fields to every line of the new logger, but not of the old one', () => {
  const { log, lines } = aLog('debug')
  log.with({ station: 'storage' }).with({ part: 'outbox' }).debug('a', { n: 1 })
  log.debug('b')
  expect(lines()).toMatchObject([{ station: 'storage', part: 'outbox', n: 1 }, { msg: 'b' }])
  expect(lines()[1]).not.toHaveProperty('station')
})

test('an error is written with its cause; other thrown values unchanged', () => {
  const { log, lines } = aLog('info')
  const cause = new Error('disk full')
  log.error('request failed', { error: new TypeError('Cannot write', { cause }) })
  log.error('request failed', { error: 'text' })
  const [first, second] = lines()
  expect(first).toMatchObject({
    error: { type: 'TypeError', message: 'Cannot write', cause: { message: 'disk full' } },
  })
  expect(first).toHaveProperty('error.stack')
  expect(second).toMatchObject({ error: 'text' })
})

test('a message with line breaks is one line', () => {
  const { log, lines } = aLog('info')
  log.info('a\nb', { text: 'c\nd' })
  expect(lines()).toHaveLength(1)
})

test('a repeated warning is written five times for each station; errors always', () => {
  const { log, lines } = aLog('info')
  const [storage, matching] = [log.with({ station: 'storage' }), log.with({ station: 'matching' })]
  for (let count = 0; count < 50; count += 1) {
    storage.warn('cannot tell', { count })
    matching.warn('cannot tell', { count })
    log.error('broken', { count })
  }
  const countOf = (wanted: object) =>
    lines().filter((line) => Object.entries(wanted).every(([name, value]) => line[name] === value)).length
  expect(countOf({ msg: 'cannot tell', station: 'storage' })).toBe(5)
  expect(countOf({ msg: 'cannot tell', station: 'matching' })).toBe(5)
  expect(countOf({ msg: 'broken' })).toBe(50)
})

test('no secret is written in any part of a line, known or not', () => {
  const path = join(temporaryFolder(), 'log')
  const log = openLogger('debug', path, { secrets: ['open-sesame'] })
  const error = Object.assign(new Error('Cannot reach http://u:pl4nted@h/?k=pl4nted, open-sesame'), {
    path: 'http://h/pl4nted-and-more-of-it',
    config: { headers: { authorization: 'Bearer pl4nted' } },
  })
  log
    .with({ url: 'http://h/?k=pl4nted', nested: { token: 'pl4nted' } })
    .error('failed at http://h/?k=pl4nted', {
      error: new AggregateError([error], 'all of open-sesame', { cause: error }),
      reasons: [error, 'open-sesame'],
      mail: 'mila@example.org',
    })
  const text = readFileSync(path, 'utf8')
  for (const secret of ['pl4nted', 'open-sesame', 'mila@']) expect(text).not.toContain(secret)
  expect(text).toContain('Cannot reach http://u:***@h')
})

test.each([
  [
    {
      get broken() {
        return expect.fail('asked')
      },
    },
    '[unreadable]',
  ],
  [Object.create(null), undefined],
])('unreadable fields do not fail the log call: %#', (hostile, shown) => {
  const { log, lines } = aLog('info')
  log.info('said', { hostile })
  log.info('said again', hostile as Record<string, unknown>)
  expect(lines()).toHaveLength(2)
  if (shown !== undefined) expect(lines()[0]).toMatchObject({ hostile: shown })
})
