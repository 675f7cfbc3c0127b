import { expect, test } from 'vitest'
import { aLiar } from '../a-picture.fixture.ts'
import { describeColours } from './colours-contract.ts'
import { IMAGE_ENGINES } from './create-image-engine.ts'
import { describeFormats } from './formats-contract.ts'
import { describeHostile } from './hostile-contract.ts'
import { aPlain } from './pictures.fixture.ts'
import { describeSizes } from './sizes-contract.ts'

const engine = IMAGE_ENGINES.photon()
describeFormats('photon', engine)
describeColours('photon', engine)
describeSizes('photon', engine)
describeHostile('photon', engine)

test('photon cannot shrink while it decodes: a JPEG has at most 40 megapixels', async () => {
  const phone = await aPlain(8_192, 6_144, 'navy').jpeg().toBuffer()
  await expect(engine.read(phone)).rejects.toMatchObject({
    problem: { status: 422, code: 'too_many_pixels' },
  })
})

test('a panic is the cause of the refusal, so that the pool replaces the thread', async () => {
  const refusal: unknown = await engine.read(aLiar(100, 100)).catch((error: unknown) => error)
  expect(refusal).toMatchObject({ problem: { status: 422, code: 'undecodable' } })
  expect(refusal).toHaveProperty('cause', expect.any(WebAssembly.RuntimeError))
})
