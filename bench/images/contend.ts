import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { rssMib } from '../rss-mib.ts'
import { CONTENDERS, IN_FLIGHT } from './contenders.ts'

/**
 * A process of one contender: `contend.ts <contender> <folder> <start of the names> <pictures> <folder of thumbs>`. It prints its
 * figures as JSON. A process for each: memory and CPU time are those of the contender alone.
 */

/** The figures of a contender. */
export interface Contention {
  readonly seconds: number
  readonly cpuSeconds: number
  readonly pictures: number
  readonly thumbBytes: number
  readonly masterBytes: number
  readonly peakMib: number
  /** Resident memory in MiB, ten times during the run. */
  readonly memory: readonly number[]
}

const WARM_UP = 8
const MICROSECONDS = 1_000_000
const SAMPLES = 10

const [name = '', folder = '', start = '', pictures = '', thumbs] = process.argv.slice(2)
const make = CONTENDERS[name]?.()
if (make === undefined) throw new Error(`Cannot run contender "${name}": there is none`)
const files = await Promise.all(
  readdirSync(folder)
    .filter((file) => file.startsWith(start))
    .map(async (file) => ({ file, bytes: await Bun.file(join(folder, file)).bytes() })),
)
const count = Number(pictures)
const memory: number[] = []
let next = 0
let thumbBytes = 0
let masterBytes = 0

async function work(until: number): Promise<void> {
  while (next < until) {
    const index = next
    next += 1
    const source = files[index % files.length]
    if (source === undefined || make === undefined) return
    const { master, thumb } = await make(source.bytes)
    thumbBytes += thumb.length
    masterBytes += master.length
    if (thumbs !== undefined && index < files.length)
      await Bun.write(join(thumbs, `${name} ${source.file}`), thumb)
    if (index % Math.ceil(count / SAMPLES) === 0) memory.push(rssMib(process.pid))
  }
}

const workers = (until: number) => Promise.all(Array.from({ length: IN_FLIGHT }, () => work(until)))
await workers(WARM_UP)
;[next, thumbBytes, masterBytes, memory.length] = [0, 0, 0, 0]
const before = process.cpuUsage()
const began = performance.now()
await workers(count)
const seconds = (performance.now() - began) / 1_000
const { user, system } = process.cpuUsage(before)
console.log(
  JSON.stringify({
    seconds,
    cpuSeconds: (user + system) / MICROSECONDS,
    pictures: count,
    thumbBytes: thumbBytes / count,
    masterBytes: masterBytes / count,
    peakMib: rssMib(process.pid, 'VmHWM'),
    memory,
  } satisfies Contention),
)
process.exit(0)
