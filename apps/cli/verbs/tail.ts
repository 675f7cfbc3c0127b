import { InvalidArgumentError, Option, type Command } from 'commander'
import { processEnvironment } from '#lib/config/process-environment.ts'
import { readConfig } from '#lib/config/read-config.ts'
import { settings } from '#lib/config/settings.ts'
import type { Beginning, BusReader, ReceivedRecord } from '#lib/event-bus/event-bus.ts'
import { openBusReader } from '#lib/event-bus/open.ts'
import { EVENTS, TOPICS } from '#lib/event-bus/topics.ts'
import { EXIT } from '#lib/station/run-main.ts'
import { wholeNumber } from '../parse-option.ts'
import { printLive } from '../print.ts'
import { readToEnd } from '../read-to-end.ts'
import { requireDatabase } from '../require-database.ts'
import { runVerb, untilInterrupted, type ExitCode } from '../run-verb.ts'
import { eventIn, lineOf } from '../show-record.ts'

interface Options {
  readonly topic: string
  readonly type?: string
  readonly offset?: 'beginning' | 'end' | Beginning
  readonly partition?: number
  readonly count?: number
  readonly exit?: true
  readonly json?: true
}

const PARTITION_MAX = 9_999
const COUNT_MAX = 1_000_000_000
const LEAVE_MS = 1_000

/** `push tail`: shows the records on the bus, live or from an earlier position. */
export function addTail(program: Command): void {
  program
    .command('tail')
    .description('Shows the records on the bus as they arrive, one per line; press Ctrl-C to stop')
    .addOption(
      new Option('--topic <name>', 'the topic').choices(TOPICS.map(({ name }) => name)).default(EVENTS.name),
    )
    .option('--type <type>', 'only events of this type')
    .option(
      '--offset <where>',
      'start in each partition: beginning, end, an offset, -<n> for the last n, or a time such as 2026-11-25T12:00:00Z',
      parseOffset,
    )
    .option('--partition <number>', 'only this partition', wholeNumber(0, PARTITION_MAX))
    .option('--count <n>', 'end after this number of lines', wholeNumber(1, COUNT_MAX))
    .option('--exit', 'end after the records that exist now')
    .option('--json', 'print each record as a line of JSON, as the bus stores it')
    .addHelpText(
      'after',
      `
Examples:
  npx bun run push tail                                   every event from now on
  npx bun run push tail --type geo --count 10             the next ten positions
  npx bun run push tail --offset -5 --exit                the last five of each partition, then end
  npx bun run push tail --topic push.dead --offset beginning --exit
  npx bun run push tail --offset 2026-11-25T12:00:00Z     everything since then, then live
  npx bun run push tail --offset 4711 --partition 3 --count 1 --json
  npx bun run push tail --json | jq .data.meta            the metadata that the platform added

The verb commits no offsets and affects no consumer group. With --offset end, --exit ends at once.
Exit codes: 0 done or stopped, 1 failed, 2 wrong use; 130 (Ctrl-C), 143 (SIGTERM) or 129 (SIGHUP) if a second signal,
more than a second after the first, ends the verb at once`,
    )
    .action(async (options: Options) => runVerb(() => tail(options)))
}

async function tail({
  topic,
  type,
  offset = 'end',
  partition,
  count,
  exit,
  json,
}: Options): Promise<ExitCode> {
  const { busUrl } = readConfig({ busUrl: settings.BUS_URL }, processEnvironment())
  requireDatabase(busUrl, 'bus')
  const stopped = untilInterrupted('the tail')
  const opening = openBusReader(busUrl, {
    group: `tail-${process.pid}`,
    topics: [topic],
    from: offset === 'beginning' ? 'earliest' : 'latest',
    ...(typeof offset === 'object' && { begin: offset }),
    isCommitting: false,
  })
  const reader = await Promise.race([opening, aborted(stopped)])
  if (reader === undefined) return EXIT.stopped
  let shown = 0

  /** Prints a record that matches the options; returns true for the last one. */
  async function see(record: ReceivedRecord): Promise<boolean> {
    const event = eventIn(record)
    if (partition !== undefined && record.partition !== partition) return false
    if (type !== undefined && event?.type !== type) return false
    // The last line is still being written.
    if (shown === count) return false
    shown += 1
    const isLast = shown === count
    await printLive(json === true ? record.value : lineOf(record, event))
    return isLast
  }

  try {
    if (exit === true) await readToEnd(reader, see, { what: topic, signal: stopped })
    else await follow(reader, see, stopped)
  } finally {
    // The wait is bounded: an unreachable Kafka cannot receive our leave request.
    await Promise.race([reader.close(), Bun.sleep(LEAVE_MS)])
  }
  return EXIT.stopped
}

async function follow(
  reader: BusReader,
  see: (record: ReceivedRecord) => Promise<boolean>,
  stopped: AbortSignal,
): Promise<void> {
  const over = Promise.withResolvers<undefined>()
  let isOver = false
  const running = reader.run(async ({ records }) => {
    // Batches of several partitions are handled concurrently.
    for (const record of records) if (!isOver && !stopped.aborted && (await see(record))) isOver = true
    if (isOver) over.resolve(undefined)
  })
  const end = Promise.race([over.promise, aborted(stopped)])
  await Promise.race([running, end])
  if (!isOver && !stopped.aborted) process.stderr.write('waiting for new records; press Ctrl-C to stop\n')
  await end
}

function parseOffset(text: string): Options['offset'] {
  if (text === 'beginning' || text === 'end') return text
  if (/^\d{1,15}$/u.test(text)) return { offset: Number(text) }
  if (/^-\d{1,9}$/u.test(text)) return { last: Number(text.slice(1)) }
  const timeMs = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?$/u.test(text)
    ? Date.parse(text)
    : Number.NaN
  if (!Number.isNaN(timeMs)) return { timeMs }
  throw new InvalidArgumentError(
    'It must be beginning, end, an offset such as 4711, -10 for the last ten, or a time such as 2026-11-25T12:00:00Z.',
  )
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined)
    signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
}
