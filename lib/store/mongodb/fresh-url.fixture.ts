import { MongoClient } from 'mongodb'
import { afterAll } from 'vitest'
import { newId } from '#lib/ids/new-id.ts'

// A file leaves as many databases as it has tests.
const DROP_MS_MAX = 180_000

const urls: string[] = []

/** The URL of a database of its own on the server behind `uri`; it is dropped after the test file. */
export function freshUrl(uri: string): string {
  const url = uri.replace(/^([a-z+]+:\/\/[^/?]+)\/?[^?]*/u, `$1/test-${newId()}`)
  urls.push(url)
  return url
}

afterAll(async () => {
  for (const url of urls) {
    const client = new MongoClient(url)
    await client.db().dropDatabase()
    await client.close()
  }
}, DROP_MS_MAX)
