import { expect, test } from 'vitest'
import { codeOf } from '#lib/errors/code-of.ts'
import { ConfigError } from '#lib/errors/config-error.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { StartError } from '#lib/errors/start-error.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'

test('our errors contain their name, the data for callers, and the cause', () => {
  const cause = new Error('disk full')
  expect(new StartError('Cannot open', 'Free some space.', { cause })).toMatchObject({
    name: 'StartError',
    hint: 'Free some space.',
    cause,
  })
  expect(new UnavailableError('Cannot append', { cause })).toMatchObject({
    name: 'UnavailableError',
    retry: true,
    cause,
  })
  expect(new ConfigError(['A is not set', 'B is wrong'])).toMatchObject({
    name: 'ConfigError',
    message: 'Cannot read the configuration: A is not set; B is wrong',
    mistakes: ['A is not set', 'B is wrong'],
  })
})

test.each([
  [new Error('disk full'), 'disk full'],
  ['text', 'text'],
  [undefined, 'undefined'],
  [null, 'null'],
  [{ message: 'no error' }, '[object Object]'],
  [Object.create(null), 'a value without a text was thrown'],
  [
    new Error('no answer of https://u:pass@host/t/geo?lt=52.5&k=1'),
    'no answer of https://u:***@host/t/geo?…',
  ],
])('messageOf(%j) is "%s"', (thrown, message) => {
  expect(messageOf(thrown)).toBe(message)
})

test.each([[Object.assign(new Error('x'), { code: 7 })], [{ code: 'ENOENT' }], ['ENOENT'], [undefined]])(
  'codeOf(%j) is undefined, because it is not an error with a text code',
  (thrown) => {
    expect(codeOf(thrown)).toBeUndefined()
  },
)
