import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { aPicture } from '../a-picture.fixture.ts'
import { openGallery } from '../open-gallery.fixture.ts'

const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

test('201, then 200 with the same picture, which is that of POST', async () => {
  const { call, bring } = await openGallery()
  const body = await aPicture()
  const path = `PUT /assets/${sha256Of(body)}`
  const first = await call(path, { as: 'anna', body })
  const again = await call(path, { as: 'anna', body })
  expect([first.status, again.status]).toEqual([201, 200])
  const { id } = (await first.json()) as { id: string }
  expect(await again.json()).toMatchObject({ id, duplicate: true })
  expect(await bring('anna', body)).toBe(id)
})

test('422 for a body with another hash, 400 for what is no hash', async () => {
  const { call } = await openGallery()
  const body = await aPicture()
  const other = await call(`PUT /assets/${'0'.repeat(64)}`, { as: 'anna', body })
  expect([other.status, await other.json()]).toEqual([
    422,
    expect.objectContaining({ code: 'sha_mismatch', field: 'sha256' }),
  ])
  for (const wrong of ['x', sha256Of(body).toUpperCase()]) {
    const response = await call(`PUT /assets/${wrong}`, { as: 'anna', body })
    expect([response.status, await response.json()]).toEqual([
      400,
      expect.objectContaining({ field: 'sha256' }),
    ])
  }
})

test('413, 415 and 422 as for POST; 401 without a token', async () => {
  const { call } = await openGallery()
  for (const [body, status] of [
    [Buffer.alloc(10 * 1_048_576 + 1), 413],
    [Buffer.from('text'), 415],
    [Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 422],
  ] as const)
    expect((await call(`PUT /assets/${sha256Of(body)}`, { as: 'anna', body })).status).toBe(status)
  expect((await call(`PUT /assets/${'0'.repeat(64)}`, { body: await aPicture() })).status).toBe(401)
})
