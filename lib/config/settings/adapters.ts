import { defineSettings, flag, text, url, urls } from '#lib/config/setting.ts'

/** The stores of the platform. */
export const adapters = defineSettings('Storage: the scheme selects the adapter', {
  STREAM_URLS: urls(
    ['sqlite', 'redis', 'rediss'],
    'Streams to which the edge appends events',
    'sqlite:./data/stream.db',
  ),
  STRICT_DURABILITY: flag('Whether the start fails if the settings of a stream could lose events', 'false'),
  BUS_URL: url(['sqlite', 'kafka'], 'Bus that carries enriched events', 'sqlite:./data/bus.db'),
  STORE_URL: url(
    ['sqlite', 'mongodb', 'mongodb+srv'],
    'Database for searches, offers, matches and deliveries',
    'sqlite:./data/store.db',
  ),
  SPOOL_PATH: text(
    'Folder where the tracker keeps events while the stream is not available; several trackers may share it; empty for none',
    './data/spool',
  ),
})
