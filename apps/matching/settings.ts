import { defineSettings, integer } from '#lib/config/setting.ts'

/** Settings that only apps/matching reads. */
export const matchingSettings = defineSettings('Matching', {
  RING_ACCURACY_PERCENT: integer(
    1,
    10_000,
    'Percent of the radius of a region up to which a position may be inaccurate to begin a match in it; a worse one moves, and ends matches',
    '100',
  ),
  PAIRS_MAX: integer(
    10,
    100_000,
    'Matches that one search or offer may have at a time; further ones that fit begin when others have ended',
    '1000',
  ),
})
