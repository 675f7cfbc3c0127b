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

/** `push simulate`: phones that walk, search and offer; also a load generator. */
export function addSimulate(program: Command): void {
  program
    .command('simulate')
    .description('Lets phones walk through a city, each of a person who searches or offers something')
    .option('--devices <count>', 'how many phones', wholeNumber(1, DEVICES_MAX), 50)
    .addOption(
      new Option('--place <city>', `one of ${allCities.map(({ name }) => name).join(', ')}`)
        .argParser(parseCity)
        .default(berlin, berlin.name),
    )
    .option('--speed <km/h>', '4 walks, 15 cycles', positiveNumber(SPEED_KMH_MAX), 4)
    .addOption(
      new Option('--interval <time>', 'from one ping of a phone to its next')
        .argParser(parseDuration)
        .default(1_000, '1s'),
    )
    .addOption(
      new Option('--duration <time>', 'how long they walk').argParser(parseDuration).default(60_000, '60s'),
    )
    .option(
      '--seed <number>',
      'the same seed gives the same people on the same ways',
      wholeNumber(0, SEED_MAX),
      1,
    )
    .option('--url <url>', "the platform's front end (default: PUBLIC_URL, or WEB_PORT here)", parseUrl)
    .option('--keep', 'leave their searches and offers on at the end')
    .option('--json', 'print the summary as JSON')
    .addHelpText(
      'after',
      `
Examples:
  npx bun run push simulate                                       50 walkers in Berlin for a minute
  npx bun run push simulate --place Tokyo --devices 200 --speed 15 --duration 10m
  npx bun run push simulate --devices 2000 --interval 200ms       10,000 pings a second, if the machine can
  npx bun run push simulate --seed 7 --json                       other people, and numbers for a script

The tracker lets 10 pings a second of a phone pass, and 2,000 from one machine: to load it with more, set its
DEVICE_EVENTS_PER_SECOND and IP_EVENTS_PER_SECOND.
Ctrl-C ends it early and switches off what they search and offer.
The people sign in by development login (DEV_LOGIN), which is on where only this machine is served.
Exit codes: 0 done, 1 failed or a ping failed, 2 wrong use`,
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
          signal: untilInterrupted('searches and offers that are still on'),
          onProgress: (reading) => progress.show(reading),
        }).finally(() => progress.clear())
        printAnswer(json === true, summary, showSummary(summary))
        return summary.errors === 0 ? EXIT.stopped : EXIT.broken
      }),
    )
}
