import { defineSettings, flag, integer, secret, text } from '#lib/config/setting.ts'

/** Who may do what, and for how long. */
export const identity = defineSettings('Who may do what', {
  AUTH_KEYS_PATH: text(
    'File with the signing keys, made when missing; readable by its owner only',
    './data/keys.json',
  ),
  ADMIN_PASSWORD: secret('Password of the user "admin" on admin pages; empty closes them to browsers', ''),
  DEV_LOGIN: flag(
    'Whether anybody on this machine may sign in as anybody; without effect unless HOST and PUBLIC_URL are loopback addresses and TRUSTED_HOPS is 0',
    'false',
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
})
