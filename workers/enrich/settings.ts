import { defineSettings, integer, text } from '#lib/config/setting.ts'

const YEAR_SECONDS = 366 * 24 * 60 * 60

/** Settings that only workers/enrich reads. */
export const enrichSettings = defineSettings('Enrich', {
  ENRICH_BATCH_MAX: integer(1, 10_000, 'Maximum number of entries in a batch from the stream', '1000'),
  RECLAIM_IDLE_SECONDS: integer(
    1,
    86_400,
    'Seconds after which other workers take the entries of a silent worker',
    '60',
  ),
  DEDUP_WINDOW_SECONDS: integer(1, 604_800, 'Seconds in which copies of an event are dropped', '3600'),
  STREAM_RETENTION_SECONDS: integer(
    0,
    YEAR_SECONDS,
    'Seconds that finished entries stay in the stream',
    '3600',
  ),
  GEOIP_PATH: text('MMDB file with cities by address, or a folder of them; if empty, the installed one', ''),
})
