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

/** `push spool`: what trackers could not put into the stream. */
export function addSpool(program: Command): void {
  const spool = program
    .command('spool')
    .description('Shows and drains what trackers keep on disk while the stream takes no events')
    .addHelpText(
      'after',
      `
Examples:
  npx bun run push spool inspect                              what waits, slot by slot
  npx bun run push spool drain                                what dead trackers left, into STREAM_URLS
  npx bun run push spool drain --path /mnt/old/spool          of a disk that was taken out of another machine

A running tracker drains its own slot, and within half a minute what dead ones left beside it: drain is for a spool that
no tracker uses any more.
Exit codes: 0 done, 1 failed, 2 wrong use`,
    )
  spool
    .command('inspect')
    .description('Shows what waits in the spool, and what of it the disk damaged')
    .option('--path <folder>', 'the spool; else SPOOL_PATH')
    .option('--json', 'print it as JSON')
    .addHelpText(
      'after',
      `\nExample:\n  npx bun run push spool inspect --json | jq '[.slots[].events] | add'`,
    )
    .action(async (options: Options) => runVerb(() => inspect(options)))
  spool
    .command('drain')
    .description('Puts what no running tracker holds into the stream, and removes it from the disk')
    .option('--path <folder>', 'the spool; else SPOOL_PATH')
    .option('--to <url>', 'the stream; else STREAM_URLS, where that names one')
    .option('--json', 'print it as JSON')
    .addHelpText(
      'after',
      `
Example:
  npx bun run push spool drain --path /mnt/old/spool --to redis://localhost:6379

It may be stopped and started again: what was drained is removed segment by segment. Events that come twice are dropped by
workers/enrich within DEDUP_WINDOW_SECONDS.`,
    )
    .action(async (options: DrainOptions) => runVerb(() => drain(options)))
}

async function inspect(options: Options): Promise<ExitCode> {
  const slots = await inspectSpool(spoolOf(options))
  if (options.json === true) printJson({ slots })
  else if (slots.length === 0) print('Nothing was ever spooled here.')
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
      `${drained} events are in the stream${held > 0 ? `; ${held} slots are left to the trackers that hold them` : ''}.`,
    )
  return EXIT.stopped
}

function spoolOf({ path }: Options): string {
  const folder = path ?? readConfig(spec, processEnvironment()).spoolPath
  if (folder === '')
    throw new VerbError('Cannot look at the spool: SPOOL_PATH is empty', 'Name a folder by --path.', {
      isWrongUse: true,
    })
  if (path !== undefined && !existsSync(path)) {
    throw new VerbError(
      `Cannot look at the spool: there is no folder "${path}"`,
      'Name the folder that holds the slots 0, 1, …',
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
      'Say by --to which one the events belong to.',
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
