import { Option, type Command } from 'commander'
import { actsSchema, type ShownAct } from '#lib/service-client/acts.ts'
import { EXIT } from '#lib/station/run-main.ts'
import { STATION_NAMES } from '#lib/station/station-names.ts'
import { callAsAdmin } from '../call-as-admin.ts'
import { wholeNumber } from '../parse-option.ts'
import { print, printJson } from '../print.ts'
import { runVerb, type ExitCode } from '../run-verb.ts'
import { showTable } from '../show-table.ts'

interface Options {
  readonly person?: string
  readonly station?: string
  readonly since?: string
  readonly limit: number
  readonly json?: true
}

const LIMIT_MAX = 1_000
const LIMIT_DEFAULT = 100

/** `push acts`: what operators and the admin changed. */
export function addActs(program: Command): void {
  program
    .command('acts')
    .description('Shows what operators and the admin changed, at all stations, the newest first')
    .option('--person <id>', 'only what this person did; admin is the user of ADMIN_PASSWORD')
    .addOption(new Option('--station <name>', 'only at this station').choices(STATION_NAMES))
    .option('--since <time>', 'only after this time, such as 2026-11-25 or 2026-11-25T12:00:00Z')
    .option('--limit <count>', 'maximum number of acts', wholeNumber(1, LIMIT_MAX), LIMIT_DEFAULT)
    .option('--json', 'print it as JSON')
    .addHelpText(
      'after',
      `
Examples:
  npx bun run push acts
  npx bun run push acts --person admin --station accounts --since 2026-11-25
  npx bun run push acts --json

An act without an answer has begun, but its station ended before it reported the result. The verb calls accounts at
ACCOUNTS_URL, or on this machine. It authenticates with ADMIN_PASSWORD, or else with the keys of this machine (AUTH_KEYS_PATH).
Exit codes: 0 done, 1 failed, 2 wrong use`,
    )
    .action(async (options: Options) => runVerb(() => showActs(options)))
}

async function showActs({ json, limit, ...filter }: Options): Promise<ExitCode> {
  const query = new URLSearchParams({ ...filter, limit: String(limit) })
  const page = await callAsAdmin({
    attempt: 'list acts',
    station: 'accounts',
    path: `/accounts/audit?${query.toString()}`,
  })
  const acts = actsSchema.parse(page)
  if (json === true) printJson(acts)
  else print(showTable(['at', 'person', 'station', 'act', 'on', 'answer', 'from'], acts.items.map(rowOf)))
  return EXIT.stopped
}

function rowOf({ at, person, station, method, route, params, status, ip }: ShownAct): string[] {
  const on = Object.values(params).join(' ')
  return [at, person, station, `${method} ${route}`, on, String(status ?? 'none'), ip ?? '']
}
