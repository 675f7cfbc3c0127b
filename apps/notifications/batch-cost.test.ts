import { onTestFinished, vi } from 'vitest'
import { openDatabase } from '#lib/sqlite/open-database.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { describeBatchCost } from './describe-batch-cost.fixture.ts'

// Two for the notices, four for each 500 deliveries, and one that finds nothing more.
const TRANSACTIONS_MAX = 11

/** Counts the transactions of the stores in a file. */
async function countTransactions(url: string): Promise<() => number> {
  const database = openDatabase(url, { name: 'count', steps: [] })
  const transaction = vi.spyOn(database.db, 'transaction')
  onTestFinished(() => {
    transaction.mockRestore()
    database.close()
  })
  return () => transaction.mock.calls.length
}

describeBatchCost('sqlite', {
  freshUrl: () => `sqlite:${temporaryFolder()}/store.db`,
  countWork: countTransactions,
  max: TRANSACTIONS_MAX,
})
