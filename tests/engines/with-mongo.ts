import { MongoClient } from 'mongodb'

/** Does some work with a client of its own, which waits so long for a server that can do it. */
export async function withMongo<Result>(
  uri: string,
  work: (client: MongoClient) => Promise<Result>,
  waitMs = 1_000,
): Promise<Result> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: waitMs })
  try {
    await client.connect()
    return await work(client)
  } finally {
    await client.close()
  }
}
