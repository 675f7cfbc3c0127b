import { flag, group, secret, text, url, urls } from '#lib/config/setting.ts'

/** Where things are kept. */
export const adapters = group('Where things are kept: the scheme picks the adapter', {
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
  BLOB_URL: url(
    ['file', 's3'],
    'Where pictures are kept: file:<folder>, or s3://<bucket>/<prefix>?endpoint=<url>&region=<name>',
    'file:./data/blobs',
  ),
  S3_ACCESS_KEY_ID: text('Id of the access key, where pictures are kept in S3', ''),
  S3_SECRET_ACCESS_KEY: secret('Secret of that access key', ''),
  PUSH_CHANNELS: urls(
    ['onesignal', 'log'],
    'Ways to ring a phone: onesignal://<app id>, optionally ?server=<url>, and log: which only writes a line',
    'log:',
  ),
  ONESIGNAL_API_KEY: secret('REST API key of the OneSignal app', ''),
})
