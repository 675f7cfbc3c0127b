import { defineSettings, integer } from '#lib/config/setting.ts'

/** Limits of the front end, and of the outgoing calls of a process. */
export const front = defineSettings('Front end', {
  BUN_CONFIG_MAX_HTTP_REQUESTS: integer(
    64,
    65_535,
    'Maximum number of concurrent calls from a process to other servers. Bun reads it and queues further calls; calls and streams through the front end may use three quarters of this number',
    '4096',
  ),
  BODY_GAP_SECONDS_MAX: integer(
    1,
    60,
    'Maximum number of seconds between two bytes of a body, also in the front end',
    '5',
  ),
  TRUSTED_HOPS: integer(0, 16, 'Number of proxies in front whose X-Forwarded-For is trusted', '0'),
})
