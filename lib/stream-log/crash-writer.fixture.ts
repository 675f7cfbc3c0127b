import { openStreamWriter } from '#lib/stream-log/open.ts'

/** A process that appends until it is killed, and prints each value once its append was confirmed. */
const [url = ''] = process.argv.slice(2)
const writer = await openStreamWriter(url)

async function appendOn(name: string): Promise<void> {
  for (let count = 0; ; count += 1) {
    await writer.append([`${name}-${count}`])
    process.stdout.write(`${name}-${count}\n`)
  }
}

await Promise.all(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(appendOn))
