import { type ClientSession, type MongoClient, MongoError } from 'mongodb'

/** For so long a transaction that others get in the way of is tried again. */
const TRYING_MS_MAX = 10_000

/**
 * Runs work in a transaction, again while others get in its way. When it cannot be known whether a commit arrived, it
 * rejects: work must be such that its repetition finds out.
 */
export function transact<Result>(
  client: MongoClient,
  work: (session: ClientSession) => Promise<Result>,
): Promise<Result> {
  const deadline = Date.now() + TRYING_MS_MAX

  async function tryOnce(session: ClientSession): Promise<Result> {
    session.startTransaction({ readConcern: { level: 'snapshot' } })
    try {
      const result = await work(session)
      await session.commitTransaction()
      return result
    } finally {
      // If this fails, the server aborts the transaction itself.
      if (session.inTransaction()) await session.abortTransaction().catch(() => undefined)
    }
  }

  return client.withSession(async (session) => {
    for (;;) {
      try {
        return await tryOnce(session)
      } catch (error) {
        const isInTheWay = error instanceof MongoError && error.hasErrorLabel('TransientTransactionError')
        if (!isInTheWay || Date.now() > deadline) throw error
      }
    }
  })
}
