import { Argument, type Command } from 'commander'
import type { PersonRole } from '#lib/auth/tokens.ts'
import { EXIT } from '#lib/station/run-main.ts'
import { callAsAdmin } from '../call-as-admin.ts'
import { printAnswer } from '../print.ts'
import { runVerb } from '../run-verb.ts'

const ROLES: readonly PersonRole[] = ['person', 'operate', 'admin']

/** `push people`: sets the roles of people who signed up. */
export function addPeople(program: Command): void {
  const people = program
    .command('people')
    .description('Sets what a person who signed up may do')
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
    .description('Gives a role to the person with this email address; it replaces the old role')
    .argument('<email>', 'the address with which the person signs in')
    .addArgument(new Argument('<role>', 'the new role').choices(ROLES))
    .option('--json', 'print it as JSON')
    .addHelpText(
      'after',
      `
Example:
  npx bun run push people role mila@example.org operate

person: access to their own data. operate: read the pages and routes for operators. admin: everything.
New tokens have the new role, so it applies everywhere within five minutes. The verb calls accounts at ACCOUNTS_URL, or on
this machine. It authenticates with ADMIN_PASSWORD, or else with the keys of this machine (AUTH_KEYS_PATH).`,
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
        printAnswer(json === true, changed, `${email} now has the role "${role}"`)
        return EXIT.stopped
      }),
    )
}
