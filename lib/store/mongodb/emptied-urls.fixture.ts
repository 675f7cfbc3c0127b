import { MongoClient } from 'mongodb'
import { onTestFinished } from 'vitest'
import type { FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { freshUrl } from './fresh-url.fixture.ts'

/**
 * Gives each test an empty database, which a later test gets again. It keeps its collections and indexes, because their creation
 * takes more than a second. The first database has none, so a suite also proves that its store creates them.
 */
export function emptiedUrls(uri: string): FreshUrl {
  const free: string[] = []
  return async () => {
    const url = free.pop()
    const given = url ?? freshUrl(uri)
    // Hooks run in reverse order: the stores of the test are closed before another test gets the database.
    onTestFinished(() => void free.push(given))
    if (url !== undefined) await emptyDatabase(url)
    return given
  }
}

/** Deletes all documents of a database, except the list of its migrations. */
export async function emptyDatabase(url: string): Promise<void> {
  const client = new MongoClient(url, { writeConcern: { w: 'majority' } })
  try {
    const db = client.db()
    const found = await db.listCollections({ name: { $ne: 'migrations' } }, { nameOnly: true }).toArray()
    await Promise.all(found.map(({ name }) => db.collection(name).deleteMany({})))
  } finally {
    await client.close()
  }
}
