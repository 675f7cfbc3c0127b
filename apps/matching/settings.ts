import { defineSettings, integer } from '#lib/config/setting.ts'

/** Settings that only apps/matching reads. */
export const matchingSettings = defineSettings('Matching', {
  RING_ACCURACY_PERCENT: integer(
    1,
    10_000,
    'Percent of the radius of a region up to which a position may be inaccurate to begin a match in it; a worse one moves, and ends matches',
    '100',
  ),
})
