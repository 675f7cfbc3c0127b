import { choice, defineSettings, integer, networks, pathPrefixes, share, text } from '#lib/config/setting.ts'

const MEBIBYTE = 1_048_576

/** What the tracker alone reads. */
export const trackerSettings = defineSettings('Tracker', {
  TRACKER_NAME: text('Name of this tracker in the source of its events', 'local'),
  TRACK_PATHS: pathPrefixes(
    'Paths under which every GET is an event; with / among them, every GET that nothing else answers',
    '/t',
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
  PHONE_EVENTS_MAX: integer(1, 100_000, 'Most places in one report of a phone', '5000'),
  PHONE_BYTES_MAX: integer(256, 64 * MEBIBYTE, 'Largest report of a phone on the wire in bytes', '4194304'),
  UNPACK_RATIO_MAX: integer(
    1,
    10_000,
    'How many times its own size a compressed body may be, once it is unpacked, above 64 KiB',
    '20',
  ),
  QUERY_BYTES_MAX: integer(64, 65_536, 'Longest query string in bytes', '8192'),
  JSON_DEPTH_MAX: integer(1, 128, 'Deepest nesting of JSON', '16'),
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
  TRUSTED_PEERS: networks(
    'Networks whose machines the tracker believes when they name the client in X-Push-Ip, such as those of edge/web; empty is nobody',
    '',
  ),
  PRIVACY_POLICY: choice(
    ['anonymise', 'drop', 'off'],
    'What becomes of events whose sender asks not to be tracked (Sec-GPC, DNT, dnt=1): without what tells who and where, not kept, or as all others',
    'anonymise',
  ),
  TRACE_SAMPLE_RATIO: share('Share of the calls without a traceparent that the tracker follows', '0.01'),
  TRACED_EVENTS_PER_SECOND_MAX: integer(
    0,
    100_000,
    'Most events a second that a tracker follows by chance, and as many again because their callers ask for it',
    '50',
  ),
})
