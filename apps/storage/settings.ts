import { defineSettings, integer } from '#lib/config/setting.ts'

const CALLS_MAX = 1_000_000

/** Settings that only apps/storage reads. */
export const storageSettings = defineSettings('Storage', {
  REPORTS_HIDE_AFTER: integer(
    0,
    1_000,
    'Number of people with an account whose open reports hide a search or offer until operators look at it; 0: never',
    '0',
  ),
  REPORT_DAYS: integer(1, 36_600, 'Days that a report is kept after its last decision', '365'),
  STRANGER_LISTS_PER_MINUTE: integer(
    0,
    CALLS_MAX,
    'Lists of searches and offers per minute from one address without a token; 0: no limit',
    '60',
  ),
  PERSON_LISTS_PER_MINUTE: integer(
    0,
    CALLS_MAX,
    'Lists of searches and offers per minute of one person; 0: no limit',
    '600',
  ),
  PERSON_CREATIONS_PER_HOUR: integer(
    0,
    CALLS_MAX,
    'New searches and offers per hour of one person; of all people at one address five times as many; 0: no limit',
    '300',
  ),
  NEW_ACCOUNT_CREATIONS_PER_HOUR: integer(
    0,
    CALLS_MAX,
    'New searches and offers per hour of a person whose account is younger than a week; 0: no limit',
    '30',
  ),
})
