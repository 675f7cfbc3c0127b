import type { Command } from 'commander'
import { ACTIVATE_SECONDS, signsFrom, stateOfKey } from '#lib/auth/find-signing-key.ts'
import { readKeyFile } from '#lib/auth/read-key-file.ts'
import { removeKey } from '#lib/auth/remove-key.ts'
import { rotateKeys } from '#lib/auth/rotate-keys.ts'
import { TOKEN_SECONDS } from '#lib/auth/tokens.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { EXIT } from '#lib/station/run-main.ts'
import { requireKeyFile } from '../require-key-file.ts'
import { print, printAnswer, printJson } from '../print.ts'
import { runVerb, type ExitCode } from '../run-verb.ts'
import { showTable } from '../show-table.ts'
import { VerbError } from '../verb-error.ts'

interface Options {
  readonly json?: true
  readonly yes?: true
}

const VOIDS = `Removing a key immediately invalidates everything that it signed. For a key of accounts these are all device keys of its time:
those phones must register again. For a key of services these are tokens, which live ${TOKEN_SECONDS / 60} minutes: wait that long after the key
stopped signing.`

/** `push signing-keys`: manages the keys that sign tokens and device keys. */
export function addSigningKeys(program: Command): void {
  const keys = program
    .command('signing-keys')
    .description('Lists, rotates and removes the signing keys of this machine (AUTH_KEYS_PATH)')
    .addHelpText(
      'after',
      `
Examples:
  npx bun run push signing-keys list
  npx bun run push signing-keys rotate
  npx bun run push signing-keys remove --yes <kid>

Running stations use the changed keys within seconds; no restart is needed.
${VOIDS}
Exit codes: 0 done, 1 failed, 2 wrong use`,
    )
  keys
    .command('list')
    .description('Shows all keys, and which of them sign')
    .option('--json', 'print it as JSON')
    .addHelpText('after', '\nExample:\n  npx bun run push signing-keys list --json')
    .action(async ({ json }: Options) => runVerb(() => list(json === true)))
  keys
    .command('rotate')
    .description(`Adds a key for accounts and one for services; they sign ${ACTIVATE_SECONDS} s later`)
    .option('--json', 'print it as JSON')
    .addHelpText(
      'after',
      `
Example:
  npx bun run push signing-keys rotate

Existing tokens and device keys stay valid until you remove the key that signed them.`,
    )
    .action(async ({ json }: Options) => runVerb(() => rotate(json === true)))
  keys
    .command('remove <kid>')
    .description('Removes a key and invalidates everything that it signed')
    .option('--yes', 'confirms that everything the key signed becomes invalid')
    .option('--json', 'print it as JSON')
    .addHelpText(
      'after',
      `\nExample:\n  npx bun run push signing-keys remove --yes <kid>\n\nIf the id begins with a dash, write two dashes before it: remove --yes -- -x…\n${VOIDS}`,
    )
    .action(async (kid: string, options: Options) => runVerb(() => remove(kid, options)))
}

async function list(isJson: boolean): Promise<ExitCode> {
  const file = await readKeyFile(requireKeyFile('list keys'))
  const nowMs = Date.now()
  const rows = (['accounts', 'services'] as const).flatMap((set) =>
    (file?.[set] ?? []).map((key, _, all) => ({
      set,
      kid: key.kid,
      state: stateOfKey(key, all, nowMs),
      created: key.created,
      signsFrom: all.length === 1 ? key.created : signsFrom(key),
      retired: key.retired ?? null,
    })),
  )
  if (isJson) printJson({ keys: rows })
  else {
    const cells = rows.map(({ set, kid, state, created, retired }) => [
      set,
      kid,
      state,
      created,
      retired ?? '-',
    ])
    print(showTable(['set', 'kid', 'state', 'created', 'retired'], cells))
  }
  return EXIT.stopped
}

async function rotate(isJson: boolean): Promise<ExitCode> {
  const path = requireKeyFile('rotate keys')
  const { accounts, services, signsFrom: from } = await rotateKeys(path).catch(explainLock)
  printAnswer(
    isJson,
    { accounts, services, signsFrom: from },
    `accounts: ${accounts}\nservices: ${services}\nThey sign from ${from}; existing tokens and device keys stay valid`,
  )
  return EXIT.stopped
}

async function remove(kid: string, { json, yes }: Options): Promise<ExitCode> {
  if (yes !== true) {
    process.stderr.write(`Cannot remove key "${kid}": add --yes to confirm\n${VOIDS}\n`)
    return EXIT.misconfigured
  }
  const removal = await removeKey(requireKeyFile('remove a key'), kid).catch(explainLock)
  if (removal === 'unknown') {
    const hint = 'To list all keys: npx bun run push signing-keys list'
    throw new VerbError(`Cannot remove key "${kid}": there is no such key`, hint)
  }
  if (removal === 'needed') {
    const hint = 'Add another key first: npx bun run push signing-keys rotate'
    throw new VerbError(`Cannot remove key "${kid}": no other key of its kind can sign`, hint)
  }
  printAnswer(json === true, { removed: kid }, `Removed ${kid}: everything it signed is invalid`)
  return EXIT.stopped
}

function explainLock(error: unknown): never {
  if (!(error instanceof UnavailableError)) throw error
  throw new VerbError(error.message, 'Try again.', { cause: error })
}
