import { choice, defineSettings, integer, networks, pathPrefixes, share, text } from '#lib/config/setting.ts'

const MEBIBYTE = 1_048_576

/** The settings that only the tracker reads. */
export const trackerSettings = defineSettings('Tracker', {
  TRACKER_NAME: text('Name of this tracker in the source of its events', 'local'),
  TRACK_PATHS: pathPrefixes(
    'Paths below which every GET is an event; / stands for every GET that no other route answers',
    '/t',
  ),
  SPOOL_BYTES_MAX: integer(
    MEBIBYTE,
    1_024 * 1_024 * MEBIBYTE,
    'Maximum size of the spool in bytes',
    '1073741824',
  ),
  STREAM_ANSWER_MS: integer(
    10,
    60_000,
    'Milliseconds to wait for the stream; then the events go to the spool',
    '1000',
  ),
  STREAM_HIGH_WATER_PERCENT: integer(
    1,
    100,
    "Percentage of the Redis' maxmemory that unfinished events may use; above it, events go to the spool",
    '75',
  ),
  EVENT_BYTES_MAX: integer(256, 16 * MEBIBYTE, 'Maximum size of an event in bytes', '32768'),
  BATCH_EVENTS_MAX: integer(1, 100_000, 'Maximum number of events in a batch', '1000'),
  BATCH_BYTES_MAX: integer(256, 64 * MEBIBYTE, 'Maximum size of a batch on the wire in bytes', '1048576'),
  BATCH_UNPACKED_BYTES_MAX: integer(
    256,
    256 * MEBIBYTE,
    'Maximum size of a compressed batch in bytes, after decompression',
    '4194304',
  ),
  PHONE_EVENTS_MAX: integer(1, 100_000, 'Maximum number of positions in one report of a phone', '5000'),
  PHONE_BYTES_MAX: integer(
    256,
    64 * MEBIBYTE,
    "Maximum size of a phone's report on the wire in bytes",
    '4194304',
  ),
  UNPACK_RATIO_MAX: integer(
    1,
    10_000,
    'Maximum ratio of the decompressed size of a body to its compressed size, above 64 KiB',
    '20',
  ),
  QUERY_BYTES_MAX: integer(64, 65_536, 'Maximum length of a query string in bytes', '8192'),
  JSON_DEPTH_MAX: integer(1, 128, 'Maximum nesting depth of JSON', '16'),
  BODY_SECONDS_MAX: integer(1, 60, 'Maximum number of seconds to receive a whole body', '60'),
  REQUESTS_IN_FLIGHT_MAX: integer(
    1,
    1_000_000,
    'Maximum number of calls in progress, in this process',
    '1024',
  ),
  DEVICE_EVENTS_PER_SECOND: integer(
    0,
    10_000_000,
    'Events per second of one device, for each write key or address it sends from, in this process; 0 removes the limit',
    '10',
  ),
  DEVICE_EVENTS_BURST: integer(1, 10_000_000, 'Events of one device that may come at once', '100'),
  IP_EVENTS_PER_SECOND: integer(
    0,
    10_000_000,
    'Events per second without a write key from one address (/64 of IPv6), in this process; 0 removes the limit',
    '2000',
  ),
  REVOKED_REFRESH_SECONDS: integer(
    1,
    86_400,
    'Seconds between two polls for revoked device keys and for write keys',
    '15',
  ),
  WRITE_KEYS: choice(
    ['off', 'optional', 'required'],
    'Whether events need a write key, which names the app that sends them. off: keys are not checked; optional: checked if present; required: events without one are refused',
    'off',
  ),
  IP_POLICY: choice(
    ['truncate', 'keep', 'drop'],
    'How client addresses are stored. truncate: only the network, /24 or /48; keep: the whole address; drop: no address',
    'truncate',
  ),
  TRUSTED_PEERS: networks(
    'Networks whose machines may name the client address in X-Push-Ip, such as those of edge/web; if empty, none may',
    '',
  ),
  PRIVACY_POLICY: choice(
    ['anonymise', 'drop', 'off'],
    'What happens to events whose sender asks not to be tracked (Sec-GPC, DNT, dnt=1). anonymise: they are stored without who and where; drop: not stored; off: stored unchanged',
    'anonymise',
  ),
  TRACE_SAMPLE_RATIO: share('Share of the calls without a traceparent that the tracker samples', '0.01'),
  TRACED_EVENTS_PER_SECOND_MAX: integer(
    0,
    100_000,
    'Maximum number of events per second that are sampled at random, and the same number again for callers that ask for it',
    '50',
  ),
})
