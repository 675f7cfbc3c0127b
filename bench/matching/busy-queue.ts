import { withMongo } from '../../tests/engines/with-mongo.ts'

// Longer than a lease. A subject that waits longer than that has all that it may have.
const SOON_MS = 60_000
const BUSY_MS = 30_000

interface Queued {
  readonly _id: string
  readonly freeAt: number
}

/** True while further candidates of a subject are being handled or are to be handled soon; of any subject if none is named. */
export async function isQueueBusy(url: string, subject?: string): Promise<boolean> {
  const soon = { freeAt: { $lt: Date.now() + SOON_MS }, ...(subject !== undefined && { _id: subject }) }
  const found = await withMongo(
    url,
    (client) => client.db().collection<Queued>('candidateQueue').findOne(soon),
    BUSY_MS,
  )
  return found !== null
}
