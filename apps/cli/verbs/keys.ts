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

const REVOKES = `A revoked key is so for good: what its app sends is answered 401 within seconds. Give the app a new key first.`

/** `push keys`: the write keys of apps that send events. */
export function addKeys(program: Command): void {
  const keys = program
    .command('keys')
    .description('Makes, lists and revokes write keys: they name the apps that send events, and limit them')
    .addHelpText(
      'after',
      `
Examples:
  npx bun run push keys create --name "Shop" --origin https://shop.example --rate 1000
  npx bun run push keys list
  npx bun run push keys revoke --yes <key>

A write key is no secret. Trackers look at it where WRITE_KEYS is optional or required, and know a new one within
REVOKED_REFRESH_SECONDS. Accounts is asked at its ACCOUNTS_URL, or on this machine; the proof is ADMIN_PASSWORD, or else
the keys of this machine (AUTH_KEYS_PATH).
Exit codes: 0 done, 1 failed, 2 wrong use`,
    )
  keys
    .command('create')
    .description('Makes a key for an app')
    .requiredOption('--name <name>', 'what you call the app')
    .option(
      '--origin <origin>',
      'origin of pages that may use it, or *; several times for several; none: all',
      collect,
    )
    .option(
      '--rate <events>',
      'events a second that one tracker process takes (1000)',
      wholeNumber(1, RATE_MAX),
    )
    .option('--burst <events>', 'events at once (as many as the rate)', wholeNumber(1, RATE_MAX))
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
    .description('Shows all keys, revoked ones too')
    .option('--json', 'print it as JSON')
    .addHelpText('after', '\nExample:\n  npx bun run push keys list --json')
    .action(async ({ json }: Options) => runVerb(() => list(json === true)))
  keys
    .command('revoke <key>')
    .description('Ends a key for good')
    .option('--yes', 'you know what becomes void')
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
      key.revoked === undefined ? 'good' : 'revoked',
      originsOf(key),
    ])
    print(showTable(['key', 'id', 'name', 'rate', 'burst', 'state', 'origins'], rows))
  }
  return EXIT.stopped
}

async function revoke(key: string, { json, yes }: RevokeOptions): Promise<ExitCode> {
  if (yes !== true) {
    process.stderr.write(`Cannot revoke write key "${key}": say --yes if you mean it\n${REVOKES}\n`)
    return EXIT.misconfigured
  }
  await callAsAdmin({
    attempt: `revoke write key "${key}"`,
    station: 'accounts',
    path: `${PATH}/${encodeURIComponent(key)}`,
    method: 'DELETE',
  })
  printAnswer(json === true, { revoked: key }, `Revoked ${key}: what its app sends is refused`)
  return EXIT.stopped
}

function originsOf({ origins }: ShownWriteKey): string {
  return origins.length === 0 ? '*' : origins.join(' ')
}
