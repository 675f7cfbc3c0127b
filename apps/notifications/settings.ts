import { defineSettings, integer, urls } from '#lib/config/setting.ts'
import { allPushers } from '#lib/pusher/all-pushers.ts'

const YEAR_SECONDS = 366 * 24 * 60 * 60

/** What apps/notifications alone reads. */
export const notificationsSettings = defineSettings('Notifications', {
  PUSH_CHANNELS: urls(
    allPushers.map(({ channel }) => channel),
    `Ways to ring a phone: ${allPushers.map(({ form }) => form).join('; ')}`,
    'log:',
  ),
  RING_WINDOW_SECONDS: integer(0, YEAR_SECONDS, 'Seconds in which one pair rings one side once', '3600'),
  SEND_LEASE_SECONDS: integer(1, 3_600, 'Seconds a sender may hold a delivery before another takes it', '60'),
  NEW_ACCOUNT_DAYS: integer(0, 366, 'Days in which an account is new; 0 lifts the limit for new ones', '7'),
  NEW_ACCOUNT_RINGS_PER_HOUR: integer(
    0,
    100_000,
    "Rings of other people's devices that a new account may cause in an hour; 0 lifts the limit",
    '10',
  ),
})
