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

test('a line is JSON with time, level and message, its fields beside them, and is there at once', () => {
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

test('with() adds fields to every line of the new logger, and to none of the old', () => {
  const { log, lines } = aLog('debug')
  log.with({ station: 'storage' }).with({ part: 'outbox' }).debug('a', { n: 1 })
  log.debug('b')
  expect(lines()).toMatchObject([{ station: 'storage', part: 'outbox', n: 1 }, { msg: 'b' }])
  expect(lines()[1]).not.toHaveProperty('station')
})

test('an error is written with its cause; what else was thrown as it is', () => {
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

test('a message with line breaks stays one line', () => {
  const { log, lines } = aLog('info')
  log.info('a\nb', { text: 'c\nd' })
  expect(lines()).toHaveLength(1)
})
