import type { Command } from 'commander'
import { writeKeySchema, writeKeysSchema, type ShownWriteKey } from '#lib/service-client/write-keys.ts'
import { EXIT } from '#lib/station/run-main.ts'
import { callAsAdmin } from '../call-as-admin.ts'
import { wholeNumber } from '../parse-option.ts'
import { print, printAnswer, printJson } from '../print.ts'
import { runVerb, type ExitCode } from '../run-verb.ts'
import { showTable } from '../show-table.ts'

interface Options {
  readonly json?: true
}

interface CreateOptions extends Options {
  readonly name: string
  readonly origin?: readonly string[]
  readonly rate?: number
  readonly burst?: number
}

interface RevokeOptions extends Options {
  readonly yes?: true
}

const PATH = '/accounts/write-keys'
const RATE_MAX = 1_000_000

const REVOKES = `Revoking cannot be undone: within seconds, trackers answer 401 to the app. Give the app a new key first.`

/** `push keys`: creates, lists and revokes the write keys of apps that send events. */
export function addKeys(program: Command): void {
  const keys = program
    .command('keys')
    .description(
      'Creates, lists and revokes write keys: they identify the apps that send events, and limit their rate',
    )
    .addHelpText(
      'after',
      `
Examples:
  npx bun run push keys create --name "Shop" --origin https://shop.example --rate 1000
  npx bun run push keys list
  npx bun run push keys revoke --yes <key>

A write key is not a secret. Trackers check it if WRITE_KEYS is optional or required, and accept a new key within
REVOKED_REFRESH_SECONDS. The verb calls accounts at ACCOUNTS_URL, or on this machine. It authenticates with ADMIN_PASSWORD, or
else with the keys of this machine (AUTH_KEYS_PATH).
Exit codes: 0 done, 1 failed, 2 wrong use`,
    )
  keys
    .command('create')
    .description('Creates a key for an app')
    .requiredOption('--name <name>', 'name of the app')
    .option(
      '--origin <origin>',
      'origin of pages that may use the key, or *; repeat the option for several origins; without it: all',
      collect,
    )
    .option(
      '--rate <events>',
      'events per second that one tracker process accepts (default: 1000)',
      wholeNumber(1, RATE_MAX),
    )
    .option(
      '--burst <events>',
      'events that may arrive at once (default: the rate)',
      wholeNumber(1, RATE_MAX),
    )
    .option('--json', 'print it as JSON')
    .addHelpText(
      'after',
      `
Examples:
  npx bun run push keys create --name "Shop" --origin https://shop.example --rate 1000
  npx bun run push keys create --name "Phones" --json`,
    )
    .action(async (options: CreateOptions) => runVerb(() => create(options)))
  keys
    .command('list')
    .description('Shows all keys, including revoked ones')
    .option('--json', 'print it as JSON')
    .addHelpText('after', '\nExample:\n  npx bun run push keys list --json')
    .action(async ({ json }: Options) => runVerb(() => list(json === true)))
  keys
    .command('revoke <key>')
    .description('Revokes a key permanently')
    .option('--yes', 'confirms that the key becomes invalid')
    .option('--json', 'print it as JSON')
    .addHelpText('after', `\nExample:\n  npx bun run push keys revoke --yes <key>\n\n${REVOKES}`)
    .action(async (key: string, options: RevokeOptions) => runVerb(() => revoke(key, options)))
}

function collect(origin: string, before: readonly string[] = []): readonly string[] {
  return [...before, origin]
}

async function create({ name, origin, rate, burst, json }: CreateOptions): Promise<ExitCode> {
  const made = await callAsAdmin({
    attempt: 'make a write key',
    station: 'accounts',
    path: PATH,
    method: 'POST',
    json: { name, origins: origin, ratePerSecond: rate, burst },
  })
  const key = writeKeySchema.parse(made)
  printAnswer(
    json === true,
    key,
    `${key.key}\n${key.name}: pages of ${originsOf(key)}; ${key.ratePerSecond} events a second, ${key.burst} at once`,
  )
  return EXIT.stopped
}

async function list(isJson: boolean): Promise<ExitCode> {
  const keys: ShownWriteKey[] = []
  for (let since = '0'; ;) {
    const page = await callAsAdmin({
      attempt: 'list write keys',
      station: 'accounts',
      path: `${PATH}?since=${since}`,
    })
    const { items, next } = writeKeysSchema.parse(page)
    keys.push(...items)
    if (items.length === 0 || next === since) break
    since = next
  }
  const oldestFirst = keys.toSorted((one, other) => (one.id < other.id ? -1 : 1))
  if (isJson) printJson({ keys: oldestFirst })
  else {
    const rows = oldestFirst.map((key) => [
      key.key,
      key.id,
      key.name,
      key.ratePerSecond,
      key.burst,
      key.revoked === undefined ? 'valid' : 'revoked',
      originsOf(key),
    ])
    print(showTable(['key', 'id', 'name', 'rate', 'burst', 'state', 'origins'], rows))
  }
  return EXIT.stopped
}

async function revoke(key: string, { json, yes }: RevokeOptions): Promise<ExitCode> {
  if (yes !== true) {
    process.stderr.write(`Cannot revoke write key "${key}": add --yes to confirm\n${REVOKES}\n`)
    return EXIT.misconfigured
  }
  await callAsAdmin({
    attempt: `revoke write key "${key}"`,
    station: 'accounts',
    path: `${PATH}/${encodeURIComponent(key)}`,
    method: 'DELETE',
  })
  printAnswer(json === true, { revoked: key }, `Revoked ${key}: trackers reject events of its app`)
  return EXIT.stopped
}

function originsOf({ origins }: ShownWriteKey): string {
  return origins.length === 0 ? '*' : origins.join(' ')
}
