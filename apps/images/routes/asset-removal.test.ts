import { expect, test } from 'vitest'
import { aPicture } from '../a-picture.fixture.ts'
import { openGallery } from '../open-gallery.fixture.ts'

test('204: removes the picture of all owners; 404 when there is none', async () => {
  const gallery = await openGallery()
  const body = await aPicture()
  const id = await gallery.bring('anna', body)
  await gallery.bring('ben', body)
  const remove = (asset: string, as?: string) =>
    gallery.call(`POST /assets/${asset}/removal`, as === undefined ? {} : { as })
  expect((await remove(id, 'anna')).status).toBe(403)
  expect((await remove(id, 'operate')).status).toBe(403)
  expect((await remove(id)).status).toBe(401)
  expect((await remove(id, 'service:storage')).status).toBe(204)
  expect((await gallery.call(`GET /assets/${id}/view.jpg`)).status).toBe(410)
  expect(gallery.files()).toEqual([])
  for (const each of [id, '0'.repeat(64), 'x'])
    expect((await remove(each, 'service:storage')).status, each).toBe(404)
})

test('an admin gives reasons, which the audit log keeps', async () => {
  const gallery = await openGallery()
  const id = await gallery.bring('anna', await aPicture())
  const remove = (json: object) =>
    gallery.call(`POST /assets/${id}/removal`, {
      as: 'admin',
      body: Buffer.from(JSON.stringify(json)),
      headers: { 'content-type': 'application/json' },
    })
  for (const wrong of [{}, { reasons: ' ' }, { reasons: 5 }, { reasons: 'x'.repeat(2_001) }]) {
    const response = await remove(wrong)
    expect([response.status, await response.json()]).toEqual([
      400,
      expect.objectContaining({ field: 'reasons' }),
    ])
  }
  expect((await remove({ reasons: 'The same advertisement again' })).status).toBe(204)
  expect((await gallery.audit.list({ limit: 1 }))[0]).toMatchObject({
    route: '/assets/:id/removal',
    params: { id },
    status: 204,
    change: { owner: 'anna', before: { owners: 1 }, after: { reasons: 'The same advertisement again' } },
  })
})
