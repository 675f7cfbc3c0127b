import { expect, test } from 'vitest'
import { describeColours } from './colours-contract.ts'
import { IMAGE_ENGINES } from './create-image-engine.ts'
import { describeFormats } from './formats-contract.ts'
import { describeHostile } from './hostile-contract.ts'
import { aPlain } from './pictures.fixture.ts'
import { describeSizes } from './sizes-contract.ts'

const engine = IMAGE_ENGINES.bun()
describeFormats('bun', engine)
describeColours('bun', engine)
describeSizes('bun', engine)
describeHostile('bun', engine)

test('accepts the 50 megapixels of a phone as JPEG, not as PNG nor progressive', async () => {
  const phone = aPlain(8_192, 6_144, { r: 40, g: 80, b: 120 })
  expect(await engine.read(await phone.clone().jpeg().toBuffer())).toMatchObject({
    width: 1_600,
    height: 1_200,
  })
  for (const file of [
    await phone.clone().png().toBuffer(),
    await phone.clone().jpeg({ progressive: true }).toBuffer(),
  ])
    await expect(engine.read(file)).rejects.toMatchObject({
      problem: { status: 422, code: 'too_many_pixels' },
    })
})
