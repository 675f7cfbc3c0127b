import type { Command } from 'commander'
import { wholeNumber } from '../parse-option.ts'
import { runProgram } from '../run-program.ts'

interface Options {
  readonly brokers: number
  readonly members: number
}

const SERVERS_MAX = 5
const MAIN = 'tests/engines/main.ts'

/** `push engines`: Redis, Kafka and MongoDB on a developer's machine. */
export function addEngines(program: Command): void {
  const engines = program
    .command('engines')
    .description('Starts and stops a Redis, a Kafka and a MongoDB for developers, on this machine')
    .addHelpText(
      'after',
      `
Examples:
  npx bun run push engines up                             one of each; prints the lines for .env
  npx bun run push engines up --brokers 3 --members 3     a Kafka and a MongoDB of three
  npx bun run push engines status
  npx bun run push engines down

What is not on this machine is fetched for this folder alone (.cache/engines): it wants Java and Maven for Kafka, Python for
the others. They listen to this machine only, and know no passwords.
Exit codes: 0 done, 1 failed, 2 wrong use`,
    )
  engines
    .command('up')
    .description('Starts them, waits until they serve, and prints the lines for .env')
    .option('--brokers <count>', 'how many brokers of Kafka', wholeNumber(1, SERVERS_MAX), 1)
    .option('--members <count>', 'how many members of the replica set', wholeNumber(1, SERVERS_MAX), 1)
    .addHelpText('after', '\nExample:\n  npx bun run push engines up --brokers 3')
    .action(async ({ brokers, members }: Options) => {
      process.exit(await runProgram(MAIN, ['up', String(brokers), String(members)]))
    })
  engines
    .command('status')
    .description('Tells which of them run, and where')
    .addHelpText('after', '\nExample:\n  npx bun run push engines status')
    .action(async () => process.exit(await runProgram(MAIN, ['status'])))
  engines
    .command('down')
    .description('Stops them, and removes their data')
    .addHelpText('after', '\nExample:\n  npx bun run push engines down')
    .action(async () => process.exit(await runProgram(MAIN, ['down'])))
}
