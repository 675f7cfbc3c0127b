import type { Command } from 'commander'
import { existsSync } from 'node:fs'
import { processEnvironment } from '#lib/config/process-environment.ts'
import { readConfig } from '#lib/config/read-config.ts'
import { settings } from '#lib/config/settings.ts'
import { inspectSpool, type SlotContent } from '#lib/spool/inspect-spool.ts'
import { openSpool } from '#lib/spool/open-spool.ts'
import { EXIT } from '#lib/station/run-main.ts'
import { openStreamWriter } from '#lib/stream-log/open.ts'
import { showProgress } from '../progress.ts'
import { print, printJson } from '../print.ts'
import { runVerb, type ExitCode } from '../run-verb.ts'
import { showTable } from '../show-table.ts'
import { VerbError } from '../verb-error.ts'

interface Options {
  readonly path?: string
  readonly json?: true
}

interface DrainOptions extends Options {
  readonly to?: string
}

const spec = { spoolPath: settings.SPOOL_PATH, streamUrls: settings.STREAM_URLS }

/** `push spool`: shows and drains the events that trackers could not append to the stream. */
export function addSpool(program: Command): void {
  const spool = program
    .command('spool')
    .description('Shows and drains the events that trackers keep on disk while the stream is not available')
    .addHelpText(
      'after',
      `
Examples:
  npx bun run push spool inspect                              shows the waiting events of each slot
  npx bun run push spool drain                                appends the events of dead trackers to STREAM_URLS
  npx bun run push spool drain --path /mnt/old/spool          drains a disk that comes from another machine

A running tracker drains its own slot, and within half a minute also the slots of dead trackers beside it. Use drain for a
spool that no tracker uses any more.
Exit codes: 0 done, 1 failed, 2 wrong use`,
    )
  spool
    .command('inspect')
    .description('Shows the waiting events of the spool, and how many bytes are damaged')
    .option('--path <folder>', 'folder of the spool (default: SPOOL_PATH)')
    .option('--json', 'print it as JSON')
    .addHelpText(
      'after',
      `\nExample:\n  npx bun run push spool inspect --json | jq '[.slots[].events] | add'`,
    )
    .action(async (options: Options) => runVerb(() => inspect(options)))
  spool
    .command('drain')
    .description(
      'Appends events to the stream and removes them from the disk; skips slots that a running tracker holds',
    )
    .option('--path <folder>', 'folder of the spool (default: SPOOL_PATH)')
    .option('--to <url>', 'URL of the stream (default: STREAM_URLS, if it holds one URL)')
    .option('--json', 'print it as JSON')
    .addHelpText(
      'after',
      `
Example:
  npx bun run push spool drain --path /mnt/old/spool --to redis://localhost:6379

You can stop and restart it: it removes each segment from the disk after draining it. A restart can append events twice;
workers/enrich drops duplicates within DEDUP_WINDOW_SECONDS.`,
    )
    .action(async (options: DrainOptions) => runVerb(() => drain(options)))
}

async function inspect(options: Options): Promise<ExitCode> {
  const slots = await inspectSpool(spoolOf(options))
  if (options.json === true) printJson({ slots })
  else if (slots.length === 0) print('The spool is empty: it has no slots.')
  else print(showTable(HEAD, slots.map(rowOf)))
  return EXIT.stopped
}

async function drain(options: DrainOptions): Promise<ExitCode> {
  const path = spoolOf(options)
  const slots = await inspectSpool(path)
  const total = slots.filter(({ isHeld }) => !isHeld).reduce((sum, { events }) => sum + events, 0)
  const held = slots.filter(({ isHeld, events }) => isHeld && events > 0).length
  let drained = 0
  if (total > 0) {
    const stream = await openStreamWriter(streamOf(options))
    const spool = await openSpool(path, { bytesMax: 0 })
    const progress = showProgress(total, 'events')
    try {
      await spool.drain(async (values) => {
        await stream.append(values)
        drained += values.length
        progress.advance(values.length)
      })
    } finally {
      progress.stop()
      await spool.close()
      await stream.close()
    }
  }
  if (options.json === true) printJson({ drained, slotsHeld: held })
  else
    print(
      `${drained} events were appended to the stream${held > 0 ? `; ${held} slots were skipped, because trackers hold them` : ''}.`,
    )
  return EXIT.stopped
}

function spoolOf({ path }: Options): string {
  const folder = path ?? readConfig(spec, processEnvironment()).spoolPath
  if (folder === '')
    throw new VerbError('Cannot inspect the spool: SPOOL_PATH is empty', 'Pass its folder with --path.', {
      isWrongUse: true,
    })
  if (path !== undefined && !existsSync(path)) {
    throw new VerbError(
      `Cannot inspect the spool: there is no folder "${path}"`,
      'Pass the folder that contains the slots 0, 1, …',
      { isWrongUse: true },
    )
  }
  return folder
}

function streamOf({ to }: DrainOptions): string {
  const urls = to === undefined ? readConfig(spec, processEnvironment()).streamUrls : [to]
  const [url] = urls
  if (url === undefined || urls.length > 1) {
    throw new VerbError(
      'Cannot drain: STREAM_URLS names several streams',
      'Pass the stream of these events with --to.',
      { isWrongUse: true },
    )
  }
  return url
}

const HEAD = [
  'slot',
  'held',
  'segments',
  'events',
  'bytes',
  'oldest',
  'torn bytes',
  'damaged bytes',
  'put aside',
]

function rowOf(slot: SlotContent): (string | number)[] {
  const { isHeld, segments, events, bytes, oldestAt, tornBytes, damagedBytes, damagedSegments } = slot
  return [
    slot.slot,
    isHeld ? 'by a tracker' : 'no',
    segments,
    events,
    bytes,
    oldestAt === undefined ? '–' : new Date(oldestAt).toISOString(),
    tornBytes,
    damagedBytes,
    damagedSegments.length,
  ]
}
