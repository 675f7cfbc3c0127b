import { expect, test } from 'vitest'
import { codeText, mailText } from './mail-texts.ts'

const LINK = 'https://push.example.org/reset-password#token=x'

test.each(['en', 'de'] as const)(
  'every mail in "%s" has its own subject, and its link once, on its own line',
  (language) => {
    const mails = (['confirm', 'reset', 'addressInUse'] as const).map((reason) =>
      mailText(reason, language, { link: LINK }),
    )
    for (const { text } of mails) expect(text.split('\n').filter((line) => line === LINK)).toHaveLength(1)
    expect(new Set(mails.map(({ subject }) => subject)).size).toBe(mails.length)
  },
)

test.each(['confirm', 'reset', 'addressInUse'] as const)('the mail "%s" differs by language', (reason) => {
  expect(mailText(reason, 'de', { link: LINK }).subject).not.toBe(
    mailText(reason, 'en', { link: LINK }).subject,
  )
})

test.each(['en', 'de'] as const)(
  'the mail that confirms an address names the time of the sign-up in "%s"',
  (language) => {
    const at = new Date('2026-11-28T14:05:06Z')
    expect(mailText('confirm', language, { link: LINK, at }).text).toContain('2026-11-28 14:05 UTC')
  },
)

test.each(['en', 'de'] as const)(
  'the code stands in the subject, and on its own line in "%s"',
  (language) => {
    const { subject, text } = codeText(language, '012345', 10)
    expect(subject).toContain('012345')
    expect(text.split('\n').filter((line) => line === '012345')).toHaveLength(1)
    expect(subject).not.toBe(codeText(language === 'de' ? 'en' : 'de', '012345', 10).subject)
  },
)
