import { choice, defineSettings, integer } from '#lib/config/setting.ts'

/** What edge/web alone reads. */
export const webSettings = defineSettings('Front door', {
  FRONT_CALLS_MAX: integer(1, 30_000, 'Most calls under way through the front door, in this process', '1500'),
  FRONT_CALLS_PER_CLIENT_MAX: integer(1, 30_000, 'Most of them of one address (/64 of IPv6)', '250'),
  FRONT_STREAMS_MAX: integer(
    1,
    30_000,
    'Most open streams of events, such as the live page has, in this process',
    '1000',
  ),
  FRONT_STREAMS_PER_CLIENT_MAX: integer(1, 30_000, 'Most of them of one address (/64 of IPv6)', '100'),
  LIVE_PAGE: choice(
    ['operate', 'local', 'public'],
    'Who sees the live page, positions blurred and devices renamed: operators, also whoever is on this machine, or everybody',
    'operate',
  ),
})
