import { existsSync, writeSync } from 'node:fs'
import type { RecordBatch } from '#lib/event-bus/event-bus.ts'
import { openBusReader } from '#lib/event-bus/open.ts'

/**
 * A process that is a member of a group, and finishes no batch before a file exists. Prints `joined`, then for each batch
 * `given` and `finished` with partition, first and last offset.
 */
const [url = '', group = '', topic = '', permission = ''] = process.argv.slice(2)
const LOOK_AGAIN_MS = 20

const reader = await openBusReader(url, { group, topics: [topic], from: 'earliest' })
await reader.run(async (batch) => {
  print('given', batch)
  while (!existsSync(permission)) await Bun.sleep(LOOK_AGAIN_MS)
  print('finished', batch)
})
say('joined')

function print(word: string, { partition, records }: RecordBatch): void {
  say(`${word} ${partition} ${records[0]?.offset} ${records.at(-1)?.offset}`)
}

// Synchronous: the reader of this line must know before the group does.
function say(line: string): void {
  writeSync(1, `${line}\n`)
}
