import { onTestFinished, vi } from 'vitest'
import { openDatabase } from '#lib/sqlite/open-database.ts'

/** Counts the transactions that stores write to a file, until the test ends. */
export function countTransactions(url: string): () => number {
  const database = openDatabase(url, { name: 'count', steps: [] })
  const transaction = vi.spyOn(database.db, 'transaction')
  onTestFinished(() => {
    transaction.mockRestore()
    database.close()
  })
  return () => transaction.mock.calls.length
}
