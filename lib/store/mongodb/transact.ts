import { type ClientSession, type MongoClient, MongoError } from 'mongodb'

/** How long a transaction that conflicts with others is tried again. */
const TRYING_MS_MAX = 10_000

/**
 * Runs work in a transaction, and runs it again after a conflict with another transaction. Rejects when it is unknown whether the
 * server received the commit: the caller may then run the same work again, so the work must detect that it is already done.
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
