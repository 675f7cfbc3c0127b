import { openStreamReader } from '#lib/stream-log/open.ts'

/** A process that takes entries until it is killed, never finishes one, and prints a line for each take. */
const [url = ''] = process.argv.slice(2)
const reader = await openStreamReader(url, { group: 'enrich', consumer: 'elsewhere' })
process.stdout.write('ready\n')

for (;;) {
  await reader.take(10, 60_000)
  process.stdout.write('took\n')
}
