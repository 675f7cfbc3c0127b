import { describe, expect, test } from 'vitest'
import { anOffer } from '#lib/builders/a-subject.ts'
import { aPicture } from '../a-picture.fixture.ts'
import { openGallery } from '../open-gallery.fixture.ts'

test('204: removes the reference, and with the last one the picture', async () => {
  const gallery = await openGallery()
  const body = await aPicture()
  const id = await gallery.bring('anna', body)
  await gallery.bring('ben', body)
  expect((await gallery.call(`DELETE /assets/${id}`, { as: 'anna' })).status).toBe(204)
  expect((await gallery.call(`GET /assets/${id}/view.jpg`)).status).toBe(200)
  expect((await gallery.call(`DELETE /assets/${id}`, { as: 'ben' })).status).toBe(204)
  expect((await gallery.call(`GET /assets/${id}/view.jpg`)).status).toBe(410)
  expect(gallery.files()).toEqual([])
})

test('204: an admin removes the reference of a named owner', async () => {
  const gallery = await openGallery()
  const id = await gallery.bring('anna', await aPicture())
  expect((await gallery.call(`DELETE /assets/${id}`, { as: 'admin' })).status).toBe(404)
  expect((await gallery.call(`DELETE /assets/${id}?owner=anna`, { as: 'admin' })).status).toBe(204)
  expect(gallery.files()).toEqual([])
})

test('404 for pictures of other owners, existing or not, and they stay', async () => {
  const gallery = await openGallery()
  const id = await gallery.bring('anna', await aPicture())
  for (const path of [id, `${id}?owner=anna`, '0'.repeat(64), 'x'])
    expect((await gallery.call(`DELETE /assets/${path}`, { as: 'ben' })).status, path).toBe(404)
  expect((await gallery.call(`GET /assets/${id}/view.jpg`)).status).toBe(200)
})

test('401 without a token', async () => {
  const { call } = await openGallery()
  expect((await call(`DELETE /assets/${'0'.repeat(64)}`)).status).toBe(401)
})

test('400 for an invalid owner', async () => {
  const { call } = await openGallery()
  const response = await call(`DELETE /assets/${'0'.repeat(64)}?owner=a%20b`, { as: 'admin' })
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ field: 'owner' })
})

test('after a concurrent upload and removal a picture is complete or removed, never a reference without files', async () => {
  const gallery = await openGallery()
  const body = await aPicture()
  const id = await gallery.bring('anna', body)
  for (let round = 0; round < 10; round += 1) {
    const [, brought] = await Promise.all([
      gallery.call(`DELETE /assets/${id}`, { as: 'anna' }),
      gallery.call('POST /assets', { as: 'ben', body }),
    ])
    expect(brought.ok).toBe(true)
    expect((await gallery.call(`GET /assets/${id}/view.jpg`)).status).toBe(200)
    await gallery.call('POST /assets', { as: 'anna', body })
    await gallery.call(`DELETE /assets/${id}`, { as: 'ben' })
  }
})

describe('a picture that is shown', () => {
  test('409 names what shows it, also when it is switched off; 204 with force', async () => {
    const gallery = await openGallery()
    const id = await gallery.bring('anna', await aPicture())
    const offer = anOffer({ owner: 'anna', active: false, images: ['ab', id] })
    await gallery.subjects.create(offer, [])
    const refused = await gallery.call(`DELETE /assets/${id}`, { as: 'anna' })
    expect([refused.status, await refused.json()]).toEqual([
      409,
      expect.objectContaining({ code: 'in_use', detail: expect.stringContaining(`offer ${offer.id}`) }),
    ])
    expect((await gallery.call(`DELETE /assets/${id}?owner=anna`, { as: 'admin' })).status).toBe(409)
    expect((await gallery.call(`DELETE /assets/${id}?force=true`, { as: 'anna' })).status).toBe(204)
  })

  test('204 when only somebody else shows it', async () => {
    const gallery = await openGallery()
    const body = await aPicture()
    const id = await gallery.bring('anna', body)
    await gallery.bring('ben', body)
    await gallery.subjects.create(anOffer({ owner: 'ben', images: [id] }), [])
    expect((await gallery.call(`DELETE /assets/${id}`, { as: 'anna' })).status).toBe(204)
    expect((await gallery.call(`DELETE /assets/${id}`, { as: 'ben' })).status).toBe(409)
  })

  test('503 when storage cannot be asked, and nothing is removed; with force it is not asked', async () => {
    const gallery = await openGallery()
    const id = await gallery.bring('anna', await aPicture())
    await gallery.storage.stop()
    expect((await gallery.call(`DELETE /assets/${id}`, { as: 'anna' })).status).toBe(503)
    expect((await gallery.call(`GET /assets/${id}/view.jpg`)).status).toBe(200)
    expect((await gallery.call(`DELETE /assets/${id}?force=true`, { as: 'anna' })).status).toBe(204)
  })
})

test('400 for a wrong "force"', async () => {
  const { call } = await openGallery()
  const response = await call(`DELETE /assets/${'0'.repeat(64)}?force=yes`, { as: 'anna' })
  expect([response.status, await response.json()]).toEqual([400, expect.objectContaining({ field: 'force' })])
})
