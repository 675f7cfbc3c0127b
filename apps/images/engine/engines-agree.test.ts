import sharp from 'sharp'
import { expect, test } from 'vitest'
import { PRESET_NAMES } from '../presets.ts'
import { IMAGE_ENGINES } from './create-image-engine.ts'
import { aPhoto } from './pictures.fixture.ts'
import { similarity } from './similarity.fixture.ts'

const bun = IMAGE_ENGINES.bun()
const photon = IMAGE_ENGINES.photon()

test.each([
  ['a large JPEG', 2_400, 1_800, 6],
  ['a JPEG that is kept in size', 900, 600, 1],
])('%s looks the same from both engines, in all sizes', async (_name, width, height, orientation) => {
  const file = await (
    await aPhoto(width, height)
  )
    .jpeg({ quality: 92 })
    .withMetadata({ orientation })
    .toBuffer()
  const [first, second] = [await bun.read(file), await photon.read(file)]
  expect([first.width, first.height]).toEqual([second.width, second.height])
  expect(await similarity(first.bytes, second.bytes)).toBeGreaterThanOrEqual(0.98)
  for (const preset of PRESET_NAMES) {
    const one = await bun.derive(first.bytes, preset, 'jpeg')
    const other = await photon.derive(second.bytes, preset, 'jpeg')
    expect(await similarity(one.bytes, other.bytes), preset).toBeGreaterThanOrEqual(0.98)
  }
})

test('both look like what sharp makes of it', async () => {
  const file = await (await aPhoto(2_400, 1_800)).jpeg({ quality: 92 }).toBuffer()
  const expected = await sharp(file).resize(1_600, 1_600, { fit: 'inside' }).png().toBuffer()
  for (const engine of [bun, photon])
    expect(await similarity(expected, (await engine.read(file)).bytes)).toBeGreaterThanOrEqual(0.96)
})
