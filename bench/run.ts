import { cpus, loadavg, totalmem } from 'node:os'
import { buildPages } from '#lib/ui/build/build-pages.ts'
import { runCommand } from '../tests/engines/run-command.ts'
import type { Bench, Figure } from './bench.ts'
import { bentoVersion } from './bento.ts'
import { creationLatency } from './creation-latency.ts'
import { deliveries } from './deliveries.ts'
import { endToEnd } from './end-to-end.ts'
import { enrichRate } from './enrich-rate.ts'
import { hopLatency } from './hop-latency.ts'
import { images } from './images.ts'
import { imagesHot } from './images-hot.ts'
import { matchingBulk } from './matching-bulk.ts'
import { matchingCost } from './matching-cost.ts'
import { matchingHotKeyword } from './matching-hot-keyword.ts'
import { matchingMemory } from './matching-memory.ts'
import { matchingRate } from './matching-rate.ts'
import { places } from './places.ts'
import { ringLatency } from './ring-latency.ts'
import { storageBulk } from './storage-bulk.ts'
import { storageLists } from './storage-lists.ts'
import { trackerBatches } from './tracker-batches.ts'
import { trackerLatency } from './tracker-latency.ts'
import { trackerMemory } from './tracker-memory.ts'
import { trackerRate } from './tracker-rate.ts'

/** Runs all benches, or the named ones. Prints a table, or with `--json` the same as JSON. */

const ALL: readonly Bench[] = [
  trackerRate,
  trackerBatches,
  trackerLatency,
  trackerMemory,
  enrichRate,
  matchingRate,
  matchingCost,
  matchingHotKeyword,
  matchingMemory,
  matchingBulk,
  ringLatency,
  creationLatency,
  hopLatency,
  deliveries,
  endToEnd,
  places,
  storageBulk,
  storageLists,
  images,
  imagesHot,
]
const GIB = 1_073_741_824

const given = process.argv.slice(2)
const names = given.filter((word) => !word.startsWith('--'))
const unknown = names.find((name) => !ALL.some((bench) => bench.name === name))
if (unknown !== undefined || given.includes('--help')) {
  console.log(
    `bun run bench [--json] [name …]\n\n${ALL.map(({ name, about }) => `  ${name.padEnd(22)}${about}`).join('\n')}`,
  )
  process.exit(unknown === undefined ? 0 : 2)
}

const machine = {
  date: new Date().toISOString(),
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  load: loadavg()[0]?.toFixed(1),
  memoryGiB: Math.round(totalmem() / GIB),
  bun: Bun.version,
  redis: (await runCommand(['redis-server', '--version']).catch(() => 'none')).trim(),
  bento: await bentoVersion(),
  commit: (await runCommand(['git', 'rev-parse', '--short', 'HEAD']).catch(() => 'unknown')).trim(),
}
// The stations of some benches serve them.
await buildPages()
const figures: Figure[] = []
for (const bench of ALL.filter(({ name }) => names.length === 0 || names.includes(name))) {
  console.error(`${bench.name}: ${bench.about}`)
  figures.push(...(await bench.measure()))
}
if (given.includes('--json')) console.log(JSON.stringify({ machine, figures }, undefined, 2))
else print()
process.exit(0)

function print(): void {
  console.log(
    Object.entries(machine)
      .map(([key, value]) => `${key}: ${value}`)
      .join(' · '),
  )
  for (const { name, unit, value, cpuSecondsPerEvent, peers, note } of figures) {
    console.log(`\n${name}: ${round(value)} ${unit}${perCpuSecond(cpuSecondsPerEvent)}`)
    for (const peer of peers)
      console.log(
        `  ${peer.name}: ${round(peer.value)}${perCpuSecond(peer.cpuSecondsPerEvent)} (ours is ${(value / peer.value).toFixed(2)} of it)${peer.note === undefined ? '' : `; ${peer.note}`}`,
      )
    if (note !== undefined) console.log(`  ${note}`)
  }
}

function perCpuSecond(cpuSecondsPerEvent: number | undefined): string {
  return cpuSecondsPerEvent === undefined ? '' : `, ${round(1 / cpuSecondsPerEvent)} per CPU second`
}

function round(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3)
}
