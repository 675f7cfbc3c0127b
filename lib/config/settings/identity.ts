import { defineSettings, flag, integer, secret, text } from '#lib/config/setting.ts'

/** Authentication, and how fast ended rights take effect. */
export const identity = defineSettings('Who may do what', {
  AUTH_KEYS_PATH: text(
    'File with the signing keys; created if missing, readable by its owner only',
    './data/keys.json',
  ),
  ADMIN_PASSWORD: secret('Password of the user "admin" on admin pages; empty disables this login', ''),
  DEV_LOGIN: flag(
    'Whether a user of this machine may sign in as any person; only effective if HOST and PUBLIC_URL are loopback addresses and TRUSTED_HOPS is 0',
    'false',
  ),
  ERASED_REFRESH_SECONDS: integer(
    1,
    86_400,
    'Seconds between two requests of a station for the list of deleted accounts',
    '15',
  ),
  ENDED_REFRESH_SECONDS: integer(
    1,
    60,
    'Seconds between two requests of a station for the list of ended sessions: a token outlives its session by at most this time',
    '2',
  ),
})
