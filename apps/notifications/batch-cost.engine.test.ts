import { describe, inject } from 'vitest'
import { countCommands } from '#lib/store/mongodb/count-commands.fixture.ts'
import { freshUrl } from '#lib/store/mongodb/fresh-url.fixture.ts'
import { describeBatchCost } from './describe-batch-cost.fixture.ts'

const uri = inject('mongodbUri')

// Twelve for the notices, at most twenty-two for each 500 deliveries, eight of them for lost devices, and one that finds nothing more.
const COMMANDS_MAX = 57

// The start of the run prints why there is no MongoDB; with CI=true the run has failed by then.
describe.skipIf(uri === undefined)('on a real MongoDB', () => {
  describeBatchCost('mongodb', {
    freshUrl: () => `${freshUrl(uri ?? '')}&monitorCommands=true`,
    countWork: countCommands,
    max: COMMANDS_MAX,
  })
})
