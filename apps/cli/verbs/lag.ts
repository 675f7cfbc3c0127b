import type { Command } from 'commander'
import { processEnvironment } from '#lib/config/process-environment.ts'
import { readConfig } from '#lib/config/read-config.ts'
import { settings } from '#lib/config/settings.ts'
import { EXIT } from '#lib/station/run-main.ts'
import { readGroups, readStream } from '../read-lags.ts'
import { requireDatabase } from '../require-database.ts'
import { print, printJson } from '../print.ts'
import { runVerb } from '../run-verb.ts'
import { showTable } from '../show-table.ts'

const spec = { streamUrls: settings.STREAM_URLS, busUrl: settings.BUS_URL }

/** `push lag`: shows the lag of workers and consumer groups. */
export function addLag(program: Command): void {
  program
    .command('lag')
    .description('Shows the lag of workers and consumer groups, and the books of the streams')
    .option('--json', 'print it as JSON')
    .addHelpText(
      'after',
      `
Examples:
  npx bun run push lag                                    tables
  npx bun run push lag --json | jq '.groups[].lag'        numbers for a script

The books of a stream count what happened to its entries: added = published + duplicate + dead + pending + unread.
The imbalance is the difference; it is 0 unless events were lost or counted twice.
Exit codes: 0 done, 1 failed, 2 wrong use`,
    )
    .action(async ({ json }: { readonly json?: true }) =>
      runVerb(async () => {
        const { streamUrls, busUrl } = readConfig(spec, processEnvironment())
        for (const url of streamUrls) requireDatabase(url, 'stream')
        requireDatabase(busUrl, 'bus')
        const streams = await Promise.all(streamUrls.map((url, index) => readStream(url, index + 1)))
        const groups = await readGroups(busUrl)
        if (json === true) {
          printJson({ streams, groups })
          return EXIT.stopped
        }
        const streamRows = streams.map(({ stream, books, oldestUnackedMs, imbalance }) => [
          `stream ${stream}`,
          books.added,
          books.published,
          books.duplicate,
          books.dead,
          books.pending,
          books.unread,
          imbalance,
          Math.round(oldestUnackedMs),
        ])
        print(showTable(STREAM_HEAD, streamRows))
        print('')
        print(
          showTable(
            GROUP_HEAD,
            groups.map(({ group, topic, committed, end, lag }) => [group, topic, committed, end, lag]),
          ),
        )
        return EXIT.stopped
      }),
    )
}

const STREAM_HEAD = [
  'stream',
  'added',
  'published',
  'duplicate',
  'dead',
  'pending',
  'unread',
  'imbalance',
  'oldest ms',
]
const GROUP_HEAD = ['group', 'topic', 'committed', 'end', 'lag']
