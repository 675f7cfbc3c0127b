import { openBusReader } from '#lib/event-bus/open.ts'

/** A process that is a member of a group. It prints the partitions that it gets, and finishes no batch until it is killed. */
const [url = '', group = '', topic = ''] = process.argv.slice(2)
const reader = await openBusReader(url, { group, topics: [topic], from: 'earliest' })

await reader.run(({ partition }) => {
  process.stdout.write(`${partition}\n`)
  return new Promise(() => undefined)
})
