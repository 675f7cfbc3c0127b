import type { Command } from 'commander'
import { processEnvironment } from '#lib/config/process-environment.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { EXIT } from '#lib/station/run-main.ts'
import { STATION_NAMES, type StationName } from '#lib/station/station-names.ts'
import { print, printJson } from '../print.ts'
import { runVerb } from '../run-verb.ts'
import { showTable } from '../show-table.ts'
import { stationAddresses } from '../station-addresses.ts'

interface StationState {
  readonly station: StationName
  readonly url: string
  readonly isReady: boolean
  /** Why it is not ready; empty when it is. */
  readonly reason: string
}

const ANSWER_MS_MAX = 3_000

/** `push status`: shows which stations are ready. */
export function addStatus(program: Command): void {
  program
    .command('status')
    .description('Asks each station whether it is ready')
    .option('--json', 'print it as JSON')
    .addHelpText(
      'after',
      `
Examples:
  npx bun run push status                                               a table
  TRACKER_URL=https://t.example.org npx bun run push status --json      a remote tracker; output for a script
  
  The verb calls each station at its …_URL, or at its port on this machine.
  Exit codes: 0 all are ready, 1 at least one is not ready, 2 wrong use`,
    )
    .action(async ({ json }: { readonly json?: true }) =>
      runVerb(async () => {
        const addressOf = stationAddresses(processEnvironment())
        const states = await Promise.all(STATION_NAMES.map((station) => ask(station, addressOf(station))))
        const isAllReady = states.every(({ isReady }) => isReady)
        if (json === true) {
          printJson({ ready: isAllReady, stations: states })
        } else {
          const rows = states.map(({ station, url, isReady, reason }) => [
            station,
            isReady ? 'ready' : 'NOT READY',
            url,
            reason,
          ])
          print(showTable(['station', 'state', 'address', 'reason'], rows))
          if (states.every(({ isReady }) => !isReady)) print(NOTHING_RUNS)
        }
        return isAllReady ? EXIT.stopped : EXIT.broken
      }),
    )
}

const NOTHING_RUNS = '\nIs it running? Start it with: npx --yes bun@1.4.5 run start'

async function ask(station: StationName, url: string): Promise<StationState> {
  try {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(ANSWER_MS_MAX) })
    const text = (await response.text()).trim()
    return { station, url, isReady: response.ok, reason: response.ok ? '' : `${response.status} ${text}` }
  } catch (error) {
    return { station, url, isReady: false, reason: messageOf(error) }
  }
}
