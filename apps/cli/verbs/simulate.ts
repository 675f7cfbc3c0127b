import { Option, type Command } from 'commander'
import { berlin } from '#lib/cities/berlin.ts'
import { allCities } from '#lib/cities/city-named.ts'
import type { City } from '#lib/cities/city.ts'
import { processEnvironment } from '#lib/config/process-environment.ts'
import { EXIT } from '#lib/station/run-main.ts'
import { parseCity, parseDuration, parseUrl, positiveNumber, wholeNumber } from '../parse-option.ts'
import { printAnswer } from '../print.ts'
import { runVerb, untilInterrupted } from '../run-verb.ts'
import { openProgressLine } from '../simulate/progress-line.ts'
import { showSummary } from '../simulate/show-summary.ts'
import { simulate } from '../simulate/simulate.ts'
import { stationAddresses } from '../station-addresses.ts'

interface Options {
  readonly devices: number
  readonly place: City
  readonly speed: number
  readonly interval: number
  readonly duration: number
  readonly seed: number
  readonly url?: string
  readonly keep?: true
  readonly json?: true
}

const DEVICES_MAX = 100_000
const SPEED_KMH_MAX = 1_000
const SEED_MAX = 999_999

/** `push simulate`: simulates phones that walk, search and offer. It is also a load generator. */
export function addSimulate(program: Command): void {
  program
    .command('simulate')
    .description(
      'Simulates phones that walk through a city; the person of each phone searches or offers something',
    )
    .option('--devices <count>', 'number of phones', wholeNumber(1, DEVICES_MAX), 50)
    .addOption(
      new Option('--place <city>', `one of ${allCities.map(({ name }) => name).join(', ')}`)
        .argParser(parseCity)
        .default(berlin, berlin.name),
    )
    .option(
      '--speed <km/h>',
      'speed of the phones: 4 for walking, 15 for cycling',
      positiveNumber(SPEED_KMH_MAX),
      4,
    )
    .addOption(
      new Option('--interval <time>', 'time between two pings of a phone')
        .argParser(parseDuration)
        .default(1_000, '1s'),
    )
    .addOption(
      new Option('--duration <time>', 'duration of the walk').argParser(parseDuration).default(60_000, '60s'),
    )
    .option(
      '--seed <number>',
      'the same seed gives the same people on the same routes',
      wholeNumber(0, SEED_MAX),
      1,
    )
    .option(
      '--url <url>',
      'address of the front end (default: PUBLIC_URL, or WEB_PORT on this machine)',
      parseUrl,
    )
    .option('--keep', 'keep the searches and offers active at the end')
    .option('--json', 'print the summary as JSON')
    .addHelpText(
      'after',
      `
Examples:
  npx bun run push simulate                                       50 walkers in Berlin for a minute
  npx bun run push simulate --place Tokyo --devices 200 --speed 15 --duration 10m
  npx bun run push simulate --devices 2000 --interval 200ms       10,000 pings a second, see below
  npx bun run push simulate --seed 7 --json                       other people, and numbers for a script

By default, the tracker accepts 10 pings a second from one phone, and 2,000 from one address. To send more, raise
DEVICE_EVENTS_PER_SECOND and IP_EVENTS_PER_SECOND of the tracker.
Ctrl-C ends the walk early. The searches and offers are then deactivated too, unless --keep is given.
The people sign in by development login (DEV_LOGIN). It is on by default only if all stations run in one process
(npx bun run start) and only this machine can reach them.
Exit codes: 0 done, 1 failed or a ping failed, 2 wrong use; 130 (Ctrl-C), 143 (SIGTERM) or 129 (SIGHUP) if a second
signal, more than a second after the first, ends the verb at once`,
    )
    .action(async ({ devices, place, speed, interval, duration, seed, url, keep, json }: Options) =>
      runVerb(async () => {
        const progress = openProgressLine(process.stderr)
        const summary = await simulate({
          url: url ?? stationAddresses(processEnvironment())('web'),
          city: place,
          devices,
          speedKmh: speed,
          intervalMs: interval,
          durationMs: duration,
          seed,
          isKeeping: keep === true,
          signal: untilInterrupted('searches and offers that are still active'),
          onProgress: (reading) => progress.show(reading),
        }).finally(() => progress.clear())
        printAnswer(json === true, summary, showSummary(summary))
        return summary.errors === 0 ? EXIT.stopped : EXIT.broken
      }),
    )
}
