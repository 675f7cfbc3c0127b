import { Option, type Command } from 'commander'
import { openKeyRing, type KeyRing } from '#lib/auth/key-file.ts'
import { signPersonToken, signServiceToken, TOKEN_SECONDS, type PersonRole } from '#lib/auth/tokens.ts'
import { EXIT } from '#lib/station/run-main.ts'
import { STATION_NAMES, type StationName } from '#lib/station/station-names.ts'
import { personNamed } from '../parse-option.ts'
import { requireKeyFile } from '../require-key-file.ts'
import { printAnswer } from '../print.ts'
import { runVerb } from '../run-verb.ts'

interface Options {
  readonly audience: StationName
  readonly role: PersonRole
  readonly json?: true
}

const ROLES: readonly PersonRole[] = ['person', 'operate', 'admin']

/** `push token`: signs tokens for developers on the machine that holds the keys. */
export function addToken(program: Command): void {
  const token = program
    .command('token')
    .description('Signs a bearer token with the keys of this machine (AUTH_KEYS_PATH)')
    .addHelpText(
      'after',
      `
Examples:
  npx bun run push token person anna --audience storage
  npx bun run push token service demo --audience tracker
  curl -H "Authorization: Bearer $(npx bun run --silent push token person anna --audience storage)" \\
    http://127.0.0.1:5011/store/offers

A token is valid for one station, for ${TOKEN_SECONDS / 60} minutes.
Exit codes: 0 done, 1 failed, 2 wrong use`,
    )

  common(
    token
      .command('person')
      .argument('<id>', 'id of the person', personNamed)
      .description('Signs a token for a person'),
  )
    .addOption(new Option('--role <role>', 'role of the person').choices(ROLES).default('person'))
    .addHelpText('after', '\nExample:\n  npx bun run push token person anna --audience storage')
    .action(async (person: string, { audience, role, json }: Options) =>
      sign(json === true, (keys) => signPersonToken(keys, { person, role }, audience)),
    )
  common(token.command('service <name>').description('Signs a token for a service'))
    .addHelpText('after', '\nExample:\n  npx bun run push token service demo --audience tracker')
    .action(async (service: string, { audience, json }: Options) =>
      sign(json === true, (keys) => signServiceToken(keys, service, audience)),
    )
}

function common(command: Command): Command {
  return command
    .addOption(
      new Option('--audience <station>', 'station that accepts the token')
        .choices(STATION_NAMES)
        .makeOptionMandatory(),
    )
    .option('--json', 'print it as JSON, with its lifetime in seconds')
}

function sign(isJson: boolean, make: (keys: KeyRing) => Promise<string>): Promise<never> {
  return runVerb(async () => {
    const token = await make(await openKeyRing(requireKeyFile('sign')))
    printAnswer(isJson, { token, expiresIn: TOKEN_SECONDS }, token)
    return EXIT.stopped
  })
}
