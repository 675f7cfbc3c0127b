import { defineSettings, integer } from '#lib/config/setting.ts'

const WEEK_SECONDS = 7 * 24 * 60 * 60

/** How positions of devices count. */
export const positions = defineSettings('Positions', {
  POSITION_VALID_SECONDS: integer(
    60,
    WEEK_SECONDS,
    'Seconds after which the last position of a device no longer counts: what follows the device has no place until the next one, and its matches end',
    '21600',
  ),
})
