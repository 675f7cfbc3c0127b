import { Argument, type Command } from 'commander'
import type { PersonRole } from '#lib/auth/tokens.ts'
import { EXIT } from '#lib/station/run-main.ts'
import { callAsAdmin } from '../call-as-admin.ts'
import { printAnswer } from '../print.ts'
import { runVerb } from '../run-verb.ts'

const ROLES: readonly PersonRole[] = ['person', 'operate', 'admin']

/** `push people`: what people who signed up may do. */
export function addPeople(program: Command): void {
  const people = program
    .command('people')
    .description('Says what somebody who signed up may do')
    .addHelpText(
      'after',
      `
Examples:
  npx bun run push people role mila@example.org operate
  npx bun run push people role mila@example.org person

Exit codes: 0 done, 1 failed, 2 wrong use`,
    )
  people
    .command('role')
    .description('Gives a role to the person with this mail address, in the place of the one before')
    .argument('<email>', 'the address they sign in with')
    .addArgument(new Argument('<role>', 'what they may do').choices(ROLES))
    .option('--json', 'print it as JSON')
    .addHelpText(
      'after',
      `
Example:
  npx bun run push people role mila@example.org operate

person: their own things. operate: read what is for operators. admin: everything.
It holds for tokens from now on, so within five minutes everywhere. Accounts is asked at its ACCOUNTS_URL, or on this
machine; the proof is ADMIN_PASSWORD, or else the keys of this machine (AUTH_KEYS_PATH).`,
    )
    .action(async (email: string, role: PersonRole, { json }: { readonly json?: true }) =>
      runVerb(async () => {
        const changed = await callAsAdmin({
          station: 'accounts',
          method: 'PUT',
          path: '/accounts/roles',
          json: { email, role },
          attempt: `give "${email}" the role "${role}"`,
        })
        printAnswer(json === true, changed, `${email} has the role "${role}" now`)
        return EXIT.stopped
      }),
    )
}
