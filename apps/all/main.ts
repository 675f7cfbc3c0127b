import { readdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Command } from 'commander'
import { processEnvironment } from '#lib/config/process-environment.ts'
import { untilStopped } from '#lib/station/run-main.ts'
import { runStations } from '#lib/station/run-stations.ts'
import { buildPages } from '#lib/ui/build/build-pages.ts'
import { write } from '../cli/print.ts'
import { allStations } from './all-stations.ts'
import { greet } from './greet.ts'
import { LOCK_FILES, lockData } from './lock-data.ts'
import { prepareEnvironment } from './prepare-environment.ts'
import { startDemo, type Demo } from './start-demo.ts'
import { visibleOutbox } from './outbox/visible-outbox.ts'

interface Options {
  readonly fresh: boolean
  readonly demo: boolean
}

const DATA_FOLDER = 'data'

const program = new Command('start')
  .configureOutput({ writeOut: write })
  .description('Starts the whole platform in one process, with its data in ./data')
  .option('--fresh', 'delete ./data before the start', false)
  .option('--demo', 'import offers for a city (DEMO_CITY) and simulate phones that walk there', false)
  .addHelpText(
    'after',
    `
Examples:
  npx --yes bun@1.4.5 run start                  start, or continue with existing data
  npx --yes bun@1.4.5 run start --demo           start with demonstration data
  WEB_PORT=8080 npx --yes bun@1.4.5 run start    use another port; .env.template lists all settings

Exit codes: 0 stopped on request, 1 failed, 2 wrong configuration; 130 (Ctrl-C), 143 (SIGTERM) or 129 (SIGHUP) if a second
signal, more than a second after the first, ends it at once`,
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .allowExcessArguments(false)
program.parse()
const options = program.opts<Options>()

await untilStopped(async (signal) => {
  const startedAt = performance.now()
  const folder = resolve(DATA_FOLDER)
  const lock = lockData(folder)
  try {
    if (options.fresh) emptyFolder(folder)
    await buildPages()
    const { environment, passwordFile } = prepareEnvironment(processEnvironment(), folder)
    const logFile = join(folder, 'platform.log')
    const tell = (line: string) => process.stderr.write(`${line}\n`)
    const stations = await runStations(allStations, environment, { logTarget: logFile, signal, tell })
    let demo: Demo | undefined

    async function goOnWhenReady(): Promise<void> {
      await stations.ready
      greet({
        urls: stations.urls,
        folder,
        passwordFile,
        logFile,
        isDemo: options.demo,
        hasOutbox: visibleOutbox(environment) !== undefined,
        tookMs: performance.now() - startedAt,
      })
      if (options.demo) demo = startDemo({ environment, urls: stations.urls, log: stations.log })
    }

    void goOnWhenReady()
    return {
      async stop() {
        try {
          await demo?.stop()
          await stations.stop()
        } finally {
          lock.release()
        }
      },
      unfinished: () => stations.unfinished(),
    }
  } catch (error) {
    lock.release()
    throw error
  }
})

/** Deletes everything except the lock files, which this process already holds. */
function emptyFolder(folder: string): void {
  for (const name of readdirSync(folder).filter((entry) => !LOCK_FILES.has(entry))) {
    rmSync(join(folder, name), { recursive: true, force: true })
  }
}
