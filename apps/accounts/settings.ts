import { defineSettings, integer, secret } from '#lib/config/setting.ts'

const YEAR_SECONDS = 366 * 24 * 60 * 60

/** Settings that only apps/accounts reads. */
export const accountsSettings = defineSettings('Accounts', {
  AUTH_SECRET: secret(
    'Secret that signs sessions; if empty, it is derived from the oldest signing key, and all sessions end when that key is removed',
    '',
  ),
  ROTATE_GRACE_SECONDS: integer(
    0,
    YEAR_SECONDS,
    'Seconds that a device key stays valid after its rotation',
    '86400',
  ),
  AUDIT_DAYS: integer(
    1,
    36_600,
    'Days that the audit log keeps the changes by operators and the admin',
    '365',
  ),
})
