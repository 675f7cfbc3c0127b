import { defineSettings, integer } from '#lib/config/setting.ts'

/** How much goes through the front door at once, and how much a process may call others at all. */
export const front = defineSettings('Front door', {
  BUN_CONFIG_MAX_HTTP_REQUESTS: integer(
    64,
    65_535,
    'Calls to other servers that a process may have under way. Bun reads it, and lets all others wait; front door calls and streams may take three quarters of it',
    '4096',
  ),
  BODY_GAP_SECONDS_MAX: integer(
    1,
    60,
    'Longest seconds without a byte of a body, at the front door too',
    '5',
  ),
  TRUSTED_HOPS: integer(0, 16, 'Proxies in front whose X-Forwarded-For is believed', '0'),
})
