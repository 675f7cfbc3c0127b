import {
  choice,
  flag,
  group,
  integer,
  networks,
  port,
  secret,
  secretHeaders,
  share,
  text,
  url,
  urlOrNone,
  urls,
} from '#lib/config/setting.ts'

const YEAR_SECONDS = 366 * 24 * 60 * 60
const MEBIBYTE = 1_048_576

const adapters = group('Where things are kept: the scheme picks the adapter', {
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

const addresses = group('Addresses', {
  HOST: text('Address the stations listen on; 0.0.0.0 opens them to the network', '127.0.0.1'),
  PUBLIC_URL: url(
    ['http', 'https'],
    'Where people reach the front end: links in mails and pushes lead there, and its pages alone may change things',
    'http://127.0.0.1:5123',
  ),
  WEB_PORT: port('Port of edge/web', '5123'),
  TRACKER_PORT: port('Port of edge/tracker', '5222'),
  STORAGE_PORT: port('Port of apps/storage', '5011'),
  MATCHING_PORT: port('Port of apps/matching, for the other stations only', '5021'),
  KAFIDX_PORT: port('Port of apps/kafidx', '5031'),
  NOTIFICATIONS_PORT: port('Port of apps/notifications', '5041'),
  ACTIONS_PORT: port('Port of workers/actions', '5051'),
  IMAGES_PORT: port('Port of apps/images', '5061'),
  ACCOUNTS_PORT: port('Port of apps/accounts', '5071'),
  STATISTICS_PORT: port('Port of workers/statistics, for the other stations only', '5081'),
  ENRICH_PORT: port('Port of workers/enrich, for health checks only', '5091'),
  OFFERS_PORT: port('Port of apps/offers', '5000'),
  METRICS_PORT: port('Port of /metrics', '9464'),
  TRACKER_URL: url(['http', 'https'], 'Where stations reach the tracker', 'http://127.0.0.1:5222'),
  STORAGE_URL: url(['http', 'https'], 'Where stations reach storage', 'http://127.0.0.1:5011'),
  MATCHING_URL: url(['http', 'https'], 'Where stations reach matching', 'http://127.0.0.1:5021'),
  KAFIDX_URL: url(['http', 'https'], 'Where stations reach kafidx', 'http://127.0.0.1:5031'),
  NOTIFICATIONS_URL: url(['http', 'https'], 'Where stations reach notifications', 'http://127.0.0.1:5041'),
  ACTIONS_URL: url(['http', 'https'], 'Where stations reach actions', 'http://127.0.0.1:5051'),
  IMAGES_URL: url(['http', 'https'], 'Where stations reach images', 'http://127.0.0.1:5061'),
  ACCOUNTS_URL: url(['http', 'https'], 'Where stations reach accounts', 'http://127.0.0.1:5071'),
  STATISTICS_URL: url(['http', 'https'], 'Where stations reach statistics', 'http://127.0.0.1:5081'),
  OFFERS_URL: url(['http', 'https'], 'Where stations reach offers', 'http://127.0.0.1:5000'),
})

const identity = group('Who may do what', {
  AUTH_KEYS_PATH: text(
    'File with the signing keys, made when missing; readable by its owner only',
    './data/keys.json',
  ),
  AUTH_SECRET: secret(
    'What sessions are signed with; empty derives it from the oldest signing key, and all sessions end when that is removed',
    '',
  ),
  ADMIN_PASSWORD: secret('Password of the user "admin" on admin pages; empty closes them to browsers', ''),
  DEV_LOGIN: flag('Whether anybody may sign in as anybody: for one developer on one machine only', 'false'),
  ROTATE_GRACE_SECONDS: integer(
    0,
    YEAR_SECONDS,
    'Seconds that a device key stays good after another took its place',
    '86400',
  ),
  ERASED_REFRESH_SECONDS: integer(
    1,
    86_400,
    'Seconds after which stations ask again whose accounts were deleted',
    '15',
  ),
  AUDIT_DAYS: integer(1, 36_600, 'Days that what operators and the admin changed stays written down', '365'),
  LIVE_PAGE: choice(
    ['operate', 'public'],
    'Who sees the live page, positions blurred and devices renamed: operators, or everybody',
    'operate',
  ),
})

const tracker = group('Tracker', {
  TRACKER_NAME: text('Name of this tracker in the source of its events', 'local'),
  SPOOL_PATH: text(
    'Folder where the tracker keeps events while the stream takes none; several trackers may share it, empty does without',
    './data/spool',
  ),
  SPOOL_BYTES_MAX: integer(
    MEBIBYTE,
    1_024 * 1_024 * MEBIBYTE,
    'Most bytes in the spool of a tracker',
    '1073741824',
  ),
  STREAM_ANSWER_MS: integer(
    10,
    60_000,
    'Milliseconds after which an append that is not answered goes to the spool',
    '1000',
  ),
  STREAM_HIGH_WATER_PERCENT: integer(
    1,
    100,
    "Percent of the Redis' maxmemory that unfinished events may take before more go to the spool",
    '75',
  ),
  EVENT_BYTES_MAX: integer(256, 16 * MEBIBYTE, 'Largest event in bytes', '32768'),
  BATCH_EVENTS_MAX: integer(1, 100_000, 'Most events in a batch', '1000'),
  BATCH_BYTES_MAX: integer(256, 64 * MEBIBYTE, 'Largest batch on the wire in bytes', '1048576'),
  BATCH_UNPACKED_BYTES_MAX: integer(
    256,
    256 * MEBIBYTE,
    'Largest compressed batch in bytes, once it is unpacked',
    '4194304',
  ),
  UNPACK_RATIO_MAX: integer(
    1,
    10_000,
    'How many times its own size a compressed body may be, once it is unpacked, above 64 KiB',
    '20',
  ),
  QUERY_BYTES_MAX: integer(64, 65_536, 'Longest query string in bytes', '8192'),
  JSON_DEPTH_MAX: integer(1, 128, 'Deepest nesting of JSON', '16'),
  BODY_GAP_SECONDS_MAX: integer(1, 60, 'Longest seconds without a byte of a body', '5'),
  BODY_SECONDS_MAX: integer(1, 60, 'Longest seconds for the whole of a body', '60'),
  REQUESTS_IN_FLIGHT_MAX: integer(1, 1_000_000, 'Most calls in hand at once, in this process', '1024'),
  DEVICE_EVENTS_PER_SECOND: integer(
    0,
    10_000_000,
    'Events a second of one device, for each write key or address it sends from, in this process; 0 lifts the limit',
    '10',
  ),
  DEVICE_EVENTS_BURST: integer(1, 10_000_000, 'Events of one device that may come at once', '100'),
  IP_EVENTS_PER_SECOND: integer(
    0,
    10_000_000,
    'Events a second without a write key from one address (/64 of IPv6), in this process; 0 lifts the limit',
    '2000',
  ),
  REVOKED_REFRESH_SECONDS: integer(
    1,
    86_400,
    'Seconds after which the tracker asks again which device keys were revoked, and which write keys there are',
    '15',
  ),
  WRITE_KEYS: choice(
    ['off', 'optional', 'required'],
    'Whether events name the app that sends them by a write key: nobody asks, those that are named are checked, or all must',
    'off',
  ),
  IP_POLICY: choice(
    ['truncate', 'keep', 'drop'],
    'What becomes of client addresses before they are stored: /24 and /48, whole, or nothing',
    'truncate',
  ),
  TRUSTED_HOPS: integer(0, 16, 'Proxies in front whose X-Forwarded-For is believed', '0'),
  TRUSTED_PEERS: networks(
    'Networks whose machines the tracker believes when they name the client in X-Push-Ip, such as those of edge/web; empty is nobody',
    '',
  ),
  PRIVACY_POLICY: choice(
    ['anonymise', 'drop', 'off'],
    'What becomes of events whose sender asks not to be tracked (Sec-GPC, DNT, dnt=1): without what tells who and where, not kept, or as all others',
    'anonymise',
  ),
})

const enrich = group('Enrich', {
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

const notifications = group('Notifications', {
  RING_WINDOW_SECONDS: integer(0, YEAR_SECONDS, 'Seconds in which one pair rings one side once', '3600'),
  SEND_LEASE_SECONDS: integer(1, 3_600, 'Seconds a sender may hold a delivery before another takes it', '60'),
  NEW_ACCOUNT_DAYS: integer(0, 366, 'Days in which an account is new; 0 lifts the limit for new ones', '7'),
  NEW_ACCOUNT_RINGS_PER_HOUR: integer(
    0,
    100_000,
    "Rings of other people's devices that a new account may cause in an hour; 0 lifts the limit",
    '10',
  ),
})

const mail = group('Mail', {
  MAIL_URL: url(
    ['file', 'smtp', 'smtps'],
    'How mail leaves: smtp://<user>:<password>@<host>:<port>, smtps: likewise, or file:<folder>, read at /outbox',
    'file:./data/outbox',
  ),
  MAIL_FROM: text(
    'Sender of all mail: an address, or a name with the address in <>',
    'Pushtech <no-reply@localhost>',
  ),
})

const importing = group('Offers', {
  DEMO_CITY: text('City of the demo importer, see `push simulate --help` for those known', 'Berlin'),
})

const telemetry = group('Logs and traces', {
  LOG_LEVEL: choice(['debug', 'info', 'warn', 'error'], 'Least severe line to write', 'info'),
  OTEL_EXPORTER_OTLP_ENDPOINT: urlOrNone(
    'Where traces go by OTLP over HTTP: spans are posted to its /v1/traces; empty traces nothing',
  ),
  OTEL_EXPORTER_OTLP_HEADERS: secretHeaders('Headers that the receiver of traces wants'),
  TRACE_SAMPLE_RATIO: share('Share of the calls without a traceparent that the tracker follows', '0.01'),
  TRACED_EVENTS_PER_SECOND_MAX: integer(
    0,
    100_000,
    'Most events a second that a tracker follows by chance, and as many again because their callers ask for it',
    '50',
  ),
})

/** All groups in the order of `.env.template`. */
export const settingGroups = [
  adapters,
  addresses,
  identity,
  tracker,
  enrich,
  notifications,
  mail,
  importing,
  telemetry,
] as const

/** Every variable the platform reads; a station picks those it needs. */
export const settings = {
  ...adapters.settings,
  ...addresses.settings,
  ...identity.settings,
  ...tracker.settings,
  ...enrich.settings,
  ...notifications.settings,
  ...mail.settings,
  ...importing.settings,
  ...telemetry.settings,
}
