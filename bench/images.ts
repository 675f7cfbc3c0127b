import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { similarity } from '../apps/images/engine/similarity.fixture.ts'
import { PRESETS } from '../apps/images/presets.ts'
import { benchFolder } from './bench-folder.ts'
import type { Bench, Figure, Peer } from './bench.ts'
import { makePhotos, type Photos } from './images/make-photos.ts'
import { runContender, type Run } from './images/run-contender.ts'
import { medianOf } from './percentile.ts'

const ROUNDS = 3
const FILES = 12
const BAR = 0.75
const SIZES = [
  { width: 1_600, height: 1_200, pictures: 60 },
  { width: 4_000, height: 3_000, pictures: 24 },
]
const PHOTON_PICTURES = FILES
const SMALL = { width: 800, height: 600 }
const MANY = 5_000

/** How fast pictures become a master and a thumb, beside sharp, and whether the memory stays. */
export const images: Bench = {
  name: 'images',
  about: 'pictures per second that become a master and a thumb, beside sharp; memory over 5,000 pictures',
  async measure() {
    const folder = benchFolder()
    try {
      const figures: Figure[] = []
      for (const { width, height, pictures } of SIZES)
        figures.push(await rateOf(await makePhotos(folder.path, width, height, FILES), folder.path, pictures))
      figures.push(await memoryOf(folder.path))
      return figures
    } finally {
      folder.remove()
    }
  },
}

async function rateOf(photos: Photos, folder: string, pictures: number): Promise<Figure> {
  const start = `${photos.megapixels}-`
  const thumbs = join(folder, `thumbs-${photos.megapixels}`)
  mkdirSync(thumbs)
  const runs: Record<string, Run[]> = { ours: [], sharp: [], 'sharp without a master': [] }
  // In turns: what else the machine does meets all of them.
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [name, done] of Object.entries(runs))
      done.push(await runContender(name, { folder, start, pictures, thumbs }))
  const photon = [await runContender('photon', { folder, start, pictures: PHOTON_PICTURES, thumbs })]
  const all = { ...runs, photon }
  const peers: Peer[] = []
  for (const [name, done] of Object.entries(all)) {
    if (name === 'ours') continue
    const engine = name === 'photon' ? 'photon alone, as it is; ' : ''
    peers.push({
      name,
      value: rate(done),
      cpuSecondsPerEvent: cpu(done),
      note: engine + (await noteOf(name, done, photos, thumbs)),
    })
  }
  const ours = runs['ours'] ?? []
  const share = rate(ours) / rate(runs['sharp'] ?? [])
  return {
    name: `pictures of ${photos.megapixels} megapixels, turned, that become a master and a thumb`,
    unit: 'per second',
    value: rate(ours),
    cpuSecondsPerEvent: cpu(ours),
    peers,
    note: `${await noteOf('ours', ours, photos, thumbs)}; bar ${BAR} of sharp: ${share >= BAR ? 'kept' : 'NOT kept'}`,
  }
}

async function memoryOf(folder: string): Promise<Figure> {
  await makePhotos(folder, SMALL.width, SMALL.height, FILES)
  const { memory, peakMib } = await runContender('ours', { folder, start: '0-', pictures: MANY })
  return {
    name: `resident memory after ${MANY.toLocaleString('en')} pictures`,
    unit: 'MiB',
    value: memory.at(-1) ?? 0,
    peers: [],
    note: `peak ${peakMib.toFixed(0)}; during the run ${memory.map((each) => each.toFixed(0)).join(', ')}`,
  }
}

function rate(runs: readonly Run[]): number {
  return medianOf(runs, ({ pictures, seconds }) => pictures / seconds)
}

function cpu(runs: readonly Run[]): number {
  return medianOf(runs, ({ pictures, cpuSeconds }) => cpuSeconds / pictures)
}

async function noteOf(
  name: string,
  runs: readonly Run[],
  { files }: Photos,
  thumbs: string,
): Promise<string> {
  const { width, height } = PRESETS.thumb
  let sum = 0
  for (const file of files) {
    const expected = await sharp(file).autoOrient().resize(width, height, { fit: 'cover' }).png().toBuffer()
    const thumb = await Bun.file(join(thumbs, `${name} ${file.split('/').at(-1) ?? ''}`)).bytes()
    sum += await similarity(expected, thumb)
  }
  const kib = (bytes: number) => (bytes / 1_024).toFixed(1)
  return [
    `${(1_000 * cpu(runs)).toFixed(0)} CPU ms each`,
    `peak ${medianOf(runs, ({ peakMib }) => peakMib).toFixed(0)} MiB`,
    `thumb ${kib(medianOf(runs, ({ thumbBytes }) => thumbBytes))} KiB`,
    `master ${kib(medianOf(runs, ({ masterBytes }) => masterBytes))} KiB`,
    `similarity ${(sum / files.length).toFixed(4)}`,
  ].join(', ')
}
