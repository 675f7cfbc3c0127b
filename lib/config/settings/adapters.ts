import { defineSettings, flag, text, url, urls } from '#lib/config/setting.ts'

/** Where things are kept. */
export const adapters = defineSettings('Where things are kept: the scheme picks the adapter', {
  STREAM_URLS: urls(['sqlite', 'redis', 'rediss'], 'Where the edge leaves events', 'sqlite:./data/stream.db'),
  STRICT_DURABILITY: flag(
    'Whether a stream set so that it could lose events keeps us from starting',
    'false',
  ),
  BUS_URL: url(['sqlite', 'kafka'], 'Where enriched events travel', 'sqlite:./data/bus.db'),
  STORE_URL: url(
    ['sqlite', 'mongodb', 'mongodb+srv'],
    'Where searches, offers, matches and deliveries are kept',
    'sqlite:./data/store.db',
  ),
  SPOOL_PATH: text(
    'Folder where the tracker keeps events while the stream takes none; several trackers may share it, empty does without',
    './data/spool',
  ),
})
