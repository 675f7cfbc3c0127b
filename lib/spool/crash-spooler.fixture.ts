import { openSpool } from '#lib/spool/open-spool.ts'

/** A process that spools until it is killed, and prints each value once its append was confirmed. */
const [folder = ''] = process.argv.slice(2)
const spool = await openSpool(folder, { bytesMax: 1e9, segmentBytesMax: 20_000 })

async function appendOn(name: string): Promise<void> {
  for (let count = 0; ; count += 1) {
    await spool.append([`${name}-${count}`])
    process.stdout.write(`${name}-${count}\n`)
  }
}

await Promise.all(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(appendOn))
