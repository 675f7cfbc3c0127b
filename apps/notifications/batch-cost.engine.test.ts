import { describe, inject, onTestFinished } from 'vitest'
import { freshUrl } from '#lib/store/mongodb/fresh-url.fixture.ts'
import { shareClient } from '#lib/store/mongodb/shared-client.ts'
import { describeBatchCost } from './describe-batch-cost.fixture.ts'

const uri = inject('mongodbUri')

// Five for the notices, ten for each 500 deliveries, and one that finds nothing more.
const COMMANDS_MAX = 26

/** Counts the commands that the server receives from the stores on a URL. */
async function countCommands(url: string): Promise<() => number> {
  const { client, close } = shareClient(url, 'none')
  onTestFinished(() => close())
  let commands = 0
  client.on('commandStarted', () => {
    commands += 1
  })
  return () => commands
}

// The start of the run prints why there is no MongoDB; with CI=true the run has failed by then.
describe.skipIf(uri === undefined)('on a real MongoDB', () => {
  describeBatchCost('mongodb', {
    freshUrl: () => `${freshUrl(uri ?? '')}&monitorCommands=true`,
    countWork: countCommands,
    max: COMMANDS_MAX,
  })
})
