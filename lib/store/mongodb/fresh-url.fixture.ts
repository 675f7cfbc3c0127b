import { MongoClient } from 'mongodb'
import { newId } from '#lib/ids/new-id.ts'
import { atEndOfFile } from '#lib/testing/end-of-file.ts'

/** The URL of a database of its own on the server behind `uri`; it is dropped after the test file. */
export function freshUrl(uri: string): string {
  const url = uri.replace(/^([a-z+]+:\/\/[^/?]+)\/?[^?]*/u, `$1/test-${newId()}`)
  atEndOfFile(() => drop(url))
  return url
}

async function drop(url: string): Promise<void> {
  const client = new MongoClient(url)
  await client.db().dropDatabase()
  await client.close()
}
