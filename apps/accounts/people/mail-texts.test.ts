import { expect, test } from 'vitest'
import { mailText } from './mail-texts.ts'

const LINK = 'https://push.example.org/reset-password#token=x'

test.each(['en', 'de'] as const)(
  'every mail in "%s" has its own subject, and its link once on a line',
  (language) => {
    const mails = (['confirm', 'reset', 'known'] as const).map((reason) => mailText(reason, language, LINK))
    for (const { text } of mails) expect(text.split('\n').filter((line) => line === LINK)).toHaveLength(1)
    expect(new Set(mails.map(({ subject }) => subject)).size).toBe(mails.length)
  },
)

test.each(['confirm', 'reset', 'known'] as const)('a mail to "%s" differs by language', (reason) => {
  expect(mailText(reason, 'de', LINK).subject).not.toBe(mailText(reason, 'en', LINK).subject)
})
