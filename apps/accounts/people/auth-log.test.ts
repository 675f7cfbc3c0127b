import { expect, test } from 'vitest'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { logger } from 'better-auth'
import { authLog, redirectLibraryLog, withoutAddresses } from './auth-log.ts'

test('warnings are logged without addresses and links, and without values that are not errors', () => {
  const warned: unknown[] = []
  const log = authLog({ ...quietLog, warn: (message, fields) => void warned.push([message, fields]) })
  const cause = new Error('Nobody is mila@example.org')
  log.log?.('error', 'No mail to https://push.example.org/verify?token=x', cause, { password: 'secret' })
  expect(warned).toEqual([['sign-in library complained', { says: 'No mail to *** Nobody is ***' }]])
})

test('terminal output of the library is logged too, except for indexes that we create ourselves', () => {
  const warned: unknown[] = []
  redirectLibraryLog({ ...quietLog, warn: (message, fields) => void warned.push([message, fields]) })
  logger.error('Failed to abort', new Error('for mila@example.org'))
  logger.error('Could not create the MongoDB index "user_email_uidx" on user.email (Error).')
  expect(warned).toEqual([['sign-in library complained', { says: 'Failed to abort: for ***' }]])
})

test.each([
  ['Cannot find mila@example.org here', 'Cannot find *** here'],
  ['<mila@example.org>, "otto@localhost"', '*** ***'],
  ['push://x', '***'],
  ['nothing to hide: 10/12', 'nothing to hide: 10/12'],
])('withoutAddresses(%j) is %j', (text, left) => {
  expect(withoutAddresses(text)).toBe(left)
})
