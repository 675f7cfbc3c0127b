import { Argument, type Command } from 'commander'
import { programNames, programs } from '../programs.ts'
import { runProgram } from '../run-program.ts'

/** `push run`: runs one station in its own process, or all stations in one process. */
export function addRun(program: Command): void {
  const lines = Object.entries(programs).map(([name, { does }]) => `  ${name.padEnd(14)} ${does}`)
  program
    .command('run')
    .description('Runs one station, or all of them, until Ctrl-C')
    .addArgument(new Argument('<station>', 'name of the station').choices(programNames))
    .argument('[options...]', 'options for the station')
    .allowUnknownOption()
    .addHelpText(
      'after',
      `
Stations:
${lines.join('\n')}

Examples:
  npx bun run push run all                      same as \`npx bun run start\`
  METRICS_PORT=0 npx bun run push run enrich    one more enrich worker; 0 takes any free port

The exit code is that of the station: 0 stopped on request, 1 failed, 2 wrong configuration; 130 (Ctrl-C), 143 (SIGTERM)
or 129 (SIGHUP) if a second signal, more than a second after the first, ends it at once`,
    )
    .action(async (station: keyof typeof programs, options: readonly string[]) => {
      process.exit(await runProgram(programs[station].path, options))
    })
}
