import { defineSettings, integer, text } from '#lib/config/setting.ts'

const YEAR_SECONDS = 366 * 24 * 60 * 60

/** What workers/enrich alone reads. */
export const enrichSettings = defineSettings('Enrich', {
  ENRICH_BATCH_MAX: integer(1, 10_000, 'Most entries taken from the stream at once', '1000'),
  RECLAIM_IDLE_SECONDS: integer(1, 86_400, 'Seconds after which a silent worker loses its entries', '60'),
  DEDUP_WINDOW_SECONDS: integer(1, 604_800, 'Seconds in which a second copy of an event is dropped', '3600'),
  STREAM_RETENTION_SECONDS: integer(
    0,
    YEAR_SECONDS,
    'Seconds that finished entries stay in the stream',
    '3600',
  ),
  GEOIP_PATH: text('MMDB file, or folder of them, with cities by address; empty takes the one installed', ''),
})
