import { defineSettings, integer } from '#lib/config/setting.ts'

const WEEK_SECONDS = 7 * 24 * 60 * 60
const MONTH_SECONDS = 30 * 24 * 60 * 60

/** How positions of devices count. */
export const positions = defineSettings('Positions', {
  POSITION_VALID_SECONDS: integer(
    60,
    WEEK_SECONDS,
    'Seconds after which the last position of a device no longer counts: what follows the device has no place until the next one, and its matches end',
    '21600',
  ),
  DEVICE_SILENT_SECONDS: integer(
    60,
    MONTH_SECONDS,
    'Seconds without a position after which a device is silent: what follows it is shown as paused, and its owner is told once; at least POSITION_VALID_SECONDS in effect',
    '86400',
  ),
})
