import type { Command } from 'commander'
import { wholeNumber } from '../parse-option.ts'
import { runProgram } from '../run-program.ts'

interface Options {
  readonly brokers: number
  readonly members: number
}

const SERVERS_MAX = 5
const MAIN = 'tests/engines/main.ts'

/** `push engines`: runs Redis, Kafka and MongoDB on a developer's machine. */
export function addEngines(program: Command): void {
  const engines = program
    .command('engines')
    .description('Starts and stops a Redis, a Kafka and a MongoDB for developers, on this machine')
    .addHelpText(
      'after',
      `
Examples:
  npx bun run push engines up                             one of each; prints the lines for .env
  npx bun run push engines up --brokers 3 --members 3     three Kafka brokers and three MongoDB members
  npx bun run push engines status
  npx bun run push engines down

Engines that are not installed are downloaded into this folder (.cache/engines). Kafka requires Java and Maven; Redis and
MongoDB require Python. They accept connections from this machine only, without passwords.
Exit codes: 0 done, 1 failed, 2 wrong use`,
    )
  engines
    .command('up')
    .description('Starts them, waits until they are ready, and prints the lines for .env')
    .option('--brokers <count>', 'number of Kafka brokers', wholeNumber(1, SERVERS_MAX), 1)
    .option(
      '--members <count>',
      'number of members of the MongoDB replica set',
      wholeNumber(1, SERVERS_MAX),
      1,
    )
    .addHelpText('after', '\nExample:\n  npx bun run push engines up --brokers 3')
    .action(async ({ brokers, members }: Options) => {
      process.exit(await runProgram(MAIN, ['up', String(brokers), String(members)]))
    })
  engines
    .command('status')
    .description('Shows which of them run, and their addresses')
    .addHelpText('after', '\nExample:\n  npx bun run push engines status')
    .action(async () => process.exit(await runProgram(MAIN, ['status'])))
  engines
    .command('down')
    .description('Stops them and deletes their data')
    .addHelpText('after', '\nExample:\n  npx bun run push engines down')
    .action(async () => process.exit(await runProgram(MAIN, ['down'])))
}
