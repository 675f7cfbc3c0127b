import { Command } from 'commander'
import { EXIT } from '#lib/station/run-main.ts'
import packageJson from '../../package.json' with { type: 'json' }
import { write } from './print.ts'
import { addActs } from './verbs/acts.ts'
import { addDead } from './verbs/dead.ts'
import { addEngines } from './verbs/engines.ts'
import { addKeys } from './verbs/keys.ts'
import { addLag } from './verbs/lag.ts'
import { addOffers } from './verbs/offers.ts'
import { addPeople } from './verbs/people.ts'
import { addRun } from './verbs/run.ts'
import { addSigningKeys } from './verbs/signing-keys.ts'
import { addSimulate } from './verbs/simulate.ts'
import { addSpool } from './verbs/spool.ts'
import { addStatus } from './verbs/status.ts'
import { addTail } from './verbs/tail.ts'
import { addToken } from './verbs/token.ts'

/** The whole command line. */
export const program = new Command('push')
  .version(packageJson.version, '--version', 'print the version')
  .configureOutput({ writeOut: write })
  .description('Operates a platform from the command line; it reads the same settings as the stations')
  .addHelpText(
    'after',
    `
Examples:
  npx bun run push simulate                 phones that walk, search and offer
  npx bun run push status                   which stations are ready
  npx bun run push simulate --help          the help of one verb
  npx bun run push --version                the version of this program

Exit codes: 0 done, 1 failed, 2 wrong use`,
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? EXIT.stopped : EXIT.misconfigured))
  .allowExcessArguments(false)
  .showHelpAfterError('(add --help for more)')

for (const add of [
  addSimulate,
  addStatus,
  addLag,
  addSpool,
  addTail,
  addDead,
  addToken,
  addPeople,
  addOffers,
  addSigningKeys,
  addKeys,
  addActs,
  addRun,
  addEngines,
])
  add(program)
