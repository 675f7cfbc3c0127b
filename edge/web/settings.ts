import { choice, defineSettings, integer } from '#lib/config/setting.ts'

/** What edge/web alone reads. */
export const webSettings = defineSettings('Front end', {
  FRONT_CALLS_MAX: integer(
    1,
    30_000,
    'Maximum number of concurrent calls through the front end, in this process',
    '1500',
  ),
  FRONT_CALLS_PER_CLIENT_MAX: integer(
    1,
    30_000,
    'Maximum number of these calls from one address (/64 of IPv6)',
    '250',
  ),
  FRONT_STREAMS_MAX: integer(
    1,
    30_000,
    'Maximum number of open streams of server-sent events, for example of the live page, in this process',
    '1000',
  ),
  FRONT_STREAMS_PER_CLIENT_MAX: integer(
    1,
    30_000,
    'Maximum number of these streams from one address (/64 of IPv6)',
    '100',
  ),
  LIVE_PAGE: choice(
    ['operate', 'local', 'public'],
    'Who sees the live page, which blurs positions and renames devices. operate: operators and the admin; local: also callers on this machine; public: everybody',
    'operate',
  ),
})
