import { openBlobStore } from '#lib/blob-store/open.ts'
import { messageOf } from '#lib/errors/message-of.ts'

// Puts blobs of 8 MiB, each filled with its number, and prints the name of each stored blob. At the first failure it prints the
// error and stops.
const [url = '', prefix = ''] = process.argv.slice(2)
const store = await openBlobStore(url)
try {
  for (let number = 0; number < 1_000; number += 1) {
    const name = `${prefix}/${number}`
    await store.put(name, new Uint8Array(8 * 1_048_576).fill(number))
    process.stdout.write(`${name}\n`)
  }
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.name : 'thrown'}: ${messageOf(error)}\n`)
}
