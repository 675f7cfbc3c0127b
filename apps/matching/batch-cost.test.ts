import { countTransactions } from '#lib/store/sqlite/count-transactions.fixture.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { describeBatchCost } from './describe-batch-cost.fixture.ts'

describeBatchCost('sqlite', {
  freshUrl: () => `sqlite:${temporaryFolder()}/store.db`,
  countWork: countTransactions,
  costs: { walking: 1, anchoring: 2, beginning: 5, ending: 7 },
})
