import { countTransactions } from '#lib/store/sqlite/count-transactions.fixture.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { describeBatchCost } from './describe-batch-cost.fixture.ts'

// Two for the notices, seven for each 500 deliveries, two for lost devices, and one that finds nothing more.
const TRANSACTIONS_MAX = 19

describeBatchCost('sqlite', {
  freshUrl: () => `sqlite:${temporaryFolder()}/store.db`,
  countWork: countTransactions,
  max: TRANSACTIONS_MAX,
})
