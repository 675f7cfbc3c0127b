import { expect, test } from 'vitest'
import { aPicture } from './a-picture.fixture.ts'
import { FIRST_SIZES } from './make-first-sizes.ts'
import { openGallery } from './open-gallery.fixture.ts'

test('an upload makes the sizes that pages show first, once', async () => {
  const { bring, files, jobs, call } = await openGallery({ firstSizes: FIRST_SIZES })
  const id = await bring('anna', await aPicture())
  await expect.poll(() => files().map((name) => name.split('/').at(-1))).toHaveLength(4)
  expect(jobs()).toEqual(['read', 'thumb webp', 'thumb jpeg', 'card jpeg'])
  expect((await call(`GET /assets/${id}/thumb.webp`)).headers.get('content-type')).toBe('image/webp')
  await bring('ben', await aPicture())
  expect((await call(`GET /assets/${id}/card.jpg`)).status).toBe(200)
  expect(jobs().filter((job) => job !== 'read')).toHaveLength(3)
})

test('an upload succeeds when its sizes cannot be made', async () => {
  const { bring, call } = await openGallery({
    firstSizes: FIRST_SIZES,
    derive: () => Promise.reject(new Error('no engine')),
  })
  const id = await bring('anna', await aPicture())
  expect((await call(`GET /assets/${id}/view.jpg`)).status).toBe(200)
})
