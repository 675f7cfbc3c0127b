import { choice, flag, group, integer, secret, text } from '#lib/config/setting.ts'

const YEAR_SECONDS = 366 * 24 * 60 * 60

/** Who may do what, and for how long. */
export const identity = group('Who may do what', {
  AUTH_KEYS_PATH: text(
    'File with the signing keys, made when missing; readable by its owner only',
    './data/keys.json',
  ),
  AUTH_SECRET: secret(
    'What sessions are signed with; empty derives it from the oldest signing key, and all sessions end when that is removed',
    '',
  ),
  ADMIN_PASSWORD: secret('Password of the user "admin" on admin pages; empty closes them to browsers', ''),
  DEV_LOGIN: flag(
    'Whether anybody on this machine may sign in as anybody; without effect unless HOST and PUBLIC_URL are loopback addresses and TRUSTED_HOPS is 0',
    'false',
  ),
  ROTATE_GRACE_SECONDS: integer(
    0,
    YEAR_SECONDS,
    'Seconds that a device key stays good after another took its place',
    '86400',
  ),
  ERASED_REFRESH_SECONDS: integer(
    1,
    86_400,
    'Seconds after which stations ask again whose accounts were deleted',
    '15',
  ),
  ENDED_REFRESH_SECONDS: integer(
    1,
    60,
    'Seconds after which stations ask again which sessions ended: so long a token outlives its session at most',
    '2',
  ),
  AUDIT_DAYS: integer(1, 36_600, 'Days that what operators and the admin changed stays written down', '365'),
  LIVE_PAGE: choice(
    ['operate', 'local', 'public'],
    'Who sees the live page, positions blurred and devices renamed: operators, also whoever is on this machine, or everybody',
    'operate',
  ),
})
