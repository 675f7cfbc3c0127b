import { defineSettings, integer, secret, text } from '#lib/config/setting.ts'

const YEAR_SECONDS = 366 * 24 * 60 * 60

/** What apps/accounts alone reads. */
export const accountsSettings = defineSettings('Accounts', {
  AUTH_SECRET: secret(
    'What sessions are signed with; empty derives it from the oldest signing key, and all sessions end when that is removed',
    '',
  ),
  ROTATE_GRACE_SECONDS: integer(
    0,
    YEAR_SECONDS,
    'Seconds that a device key stays good after another took its place',
    '86400',
  ),
  AUDIT_DAYS: integer(1, 36_600, 'Days that what operators and the admin changed stays written down', '365'),
  MAIL_FROM: text(
    'Sender of all mail: an address, or a name with the address in <>',
    'Pushtech <no-reply@localhost>',
  ),
})
