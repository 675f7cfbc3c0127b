import { defineSettings, integer, origins, secret, urls } from '#lib/config/setting.ts'
import { allPushers } from '#lib/pusher/all-pushers.ts'

const YEAR_SECONDS = 366 * 24 * 60 * 60

/** Settings that only apps/notifications reads. */
export const notificationsSettings = defineSettings('Notifications', {
  PUSH_CHANNELS: urls(
    allPushers.map(({ channel }) => channel),
    `Push channels: ${allPushers.map(({ form }) => form).join('; ')}`,
    'log:,mail:',
  ),
  PUSH_ORIGINS: origins(
    'Origins of push services and webhooks that may be called in addition to the known ones, also in the own network',
  ),
  ONESIGNAL_HOOK_SECRET: secret(
    'Last part of the address /hooks/onesignal/<secret>, at which OneSignal tells what people open; empty closes it',
    '',
  ),
  RING_WINDOW_SECONDS: integer(
    0,
    YEAR_SECONDS,
    'Seconds in which one pair rings one side at most once',
    '3600',
  ),
  SEND_LEASE_SECONDS: integer(1, 3_600, 'Seconds a sender may hold a delivery before another takes it', '60'),
  DELIVERY_DAYS: integer(1, 3_660, 'Days after which deliveries are removed', '30'),
  NEW_ACCOUNT_DAYS: integer(
    0,
    366,
    'Days in which an account is new; 0 removes the limit for new accounts',
    '7',
  ),
  NEW_ACCOUNT_RINGS_PER_HOUR: integer(
    0,
    100_000,
    "Rings at other people's devices that a new account may cause per hour; 0 removes the limit",
    '10',
  ),
  INBOX_READ_DAYS: integer(1, 3_660, 'Days for which an item stays in an inbox after it was read', '30'),
  INBOX_UNREAD_DAYS: integer(1, 3_660, 'Days for which an item stays in an inbox after it happened', '90'),
})
