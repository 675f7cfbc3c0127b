import type { Command } from 'commander'
import { processEnvironment } from '#lib/config/process-environment.ts'
import { readConfig } from '#lib/config/read-config.ts'
import { settings } from '#lib/config/settings.ts'
import { openBusReader } from '#lib/event-bus/open.ts'
import { EVENTS } from '#lib/event-bus/topics.ts'
import { decodeEvent } from '#lib/events/decode-event.ts'
import type { PushEvent } from '#lib/events/event.ts'
import { EXIT } from '#lib/station/run-main.ts'
import { printable } from '../printable.ts'
import { requireDatabase } from '../require-database.ts'
import { print, runVerb, untilInterrupted } from '../run-verb.ts'

interface Options {
  readonly type?: string
  readonly json?: true
}

/** `push tail`: what comes by on the bus, live. */
export function addTail(program: Command): void {
  program
    .command('tail')
    .description('Shows the events on the bus as they come, one line each; Ctrl-C ends it')
    .option('--type <type>', 'only events of this type')
    .option('--json', 'print each whole event as a line of JSON')
    .addHelpText(
      'after',
      `
Examples:
  npx bun run push tail                        everything
  npx bun run push tail --type geo             only positions
  npx bun run push tail --json | jq .data.meta what was added to each event on its way

Exit codes: 0 ended as asked, 1 failed, 2 wrong use`,
    )
    .action(async ({ type, json }: Options) =>
      runVerb(async () => {
        const { busUrl } = readConfig({ busUrl: settings.BUS_URL }, processEnvironment())
        requireDatabase(busUrl, 'bus')
        const stopped = untilInterrupted()
        const reader = await openBusReader(busUrl, {
          group: `tail-${process.pid}`,
          topics: [EVENTS.name],
          from: 'latest',
          isCommitting: false,
        })
        await reader.run(async ({ records }) => {
          for (const { value } of records) {
            const event = eventOf(value)
            if (type === undefined || event?.type === type)
              print(json === true || event === undefined ? value : lineOf(event))
          }
        })
        process.stderr.write('waiting for events; Ctrl-C ends\n')
        await aborted(stopped)
        await reader.close()
        return EXIT.stopped
      }),
    )
}

function eventOf(value: string): PushEvent | undefined {
  try {
    return decodeEvent(value)
  } catch {
    // A viewer shows what is there: this one goes by as the text it is.
    return undefined
  }
}

function lineOf({ time, type, source, clientsource, subject, data }: PushEvent): string {
  const from = clientsource === undefined ? source : `${source} ${clientsource}`
  const proven = data.meta.proven === true ? ' proven' : ''
  return printable(`${time} ${type} ${subject ?? '-'} ${from}${proven} ${JSON.stringify(data.params)}`)
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
