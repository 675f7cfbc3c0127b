import { describe, expect, test } from 'vitest'
import { openMailer } from '#lib/mailer/open.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'

describe('openMailer()', () => {
  test.each([
    'pigeon://loft',
    'no url',
    'smtp:',
    'smtp://',
    'smtp://user:secret-word@',
    'smtp://user@host',
    'smtp://user:secret-word%@host',
    'smtp://user:secret-word@host/path',
    'smtp://user:secret-word@host?ssl=no',
    'smtp://user:secret-word@host:99999',
  ])('rejects %s without quoting its password', async (url) => {
    const opening = openMailer(url, { from: 'a@localhost', log: quietLog })
    await expect(opening).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringMatching(/^Cannot open mailer: (?!.*secret-word)/u),
      hint: expect.stringContaining('MAIL_URL'),
    })
  })

  test.each([
    '',
    'Pushtech',
    'a@b, c@d',
    'Pushtech <a@b',
    'a@b>',
    'Push\r\nBcc: x@y <a@b>',
    'a@b\r\nBcc: x@y',
  ])('rejects the sender %j', async (from) => {
    await expect(openMailer('smtp://localhost', { from, log: quietLog })).rejects.toMatchObject({
      name: 'StartError',
      hint: expect.stringContaining('MAIL_FROM'),
    })
  })
})
