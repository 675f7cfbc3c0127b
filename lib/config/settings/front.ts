import { group, integer } from '#lib/config/setting.ts'

/** How much goes through the front door at once, and how much a process may call others at all. */
export const front = group('Front door', {
  FRONT_CALLS_MAX: integer(1, 30_000, 'Most calls under way through the front door, in this process', '1500'),
  FRONT_CALLS_PER_CLIENT_MAX: integer(1, 30_000, 'Most of them of one address (/64 of IPv6)', '250'),
  FRONT_STREAMS_MAX: integer(
    1,
    30_000,
    'Most open streams of events, such as the live page has, in this process',
    '1000',
  ),
  FRONT_STREAMS_PER_CLIENT_MAX: integer(1, 30_000, 'Most of them of one address (/64 of IPv6)', '100'),
  BUN_CONFIG_MAX_HTTP_REQUESTS: integer(
    64,
    65_535,
    'Calls to other servers that a process may have under way. Bun reads it, and lets all others wait; front door calls and streams may take three quarters of it',
    '4096',
  ),
})
