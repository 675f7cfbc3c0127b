import { expect, test } from 'vitest'
import { aPicture } from './a-picture.fixture.ts'
import { openGallery } from './open-gallery.fixture.ts'

test('exports the pictures of a person with their URLs', async () => {
  const gallery = await openGallery()
  const id = await gallery.bring('anna', await aPicture())
  const answer = await gallery.call('GET /images/people/anna', { as: 'service:accounts' })
  expect(await answer.json()).toMatchObject({
    files: { 'pictures.json': [{ id, file: `pictures/${id}.jpg` }] },
    pictures: [{ name: `pictures/${id}.jpg`, path: `/assets/${id}/view.jpg` }],
  })
  const nobody = await gallery.call('GET /images/people/ben', { as: 'service:accounts' })
  expect(await nobody.json()).toEqual({ files: { 'pictures.json': [] }, pictures: [] })
})

test('erases the pictures of a person; another owner of the same picture keeps it', async () => {
  const gallery = await openGallery()
  const shared = await aPicture()
  const id = await gallery.bring('anna', shared)
  await gallery.bring('ben', shared)
  const alone = await gallery.bring('anna', await aPicture({ width: 100 }))
  expect((await gallery.call('DELETE /images/people/anna', { as: 'service:accounts' })).status).toBe(204)
  expect((await gallery.call(`GET /assets/${alone}/view.jpg`)).status).toBe(410)
  expect((await gallery.call(`GET /assets/${id}/view.jpg`)).status).toBe(200)
  expect(gallery.files().filter((name) => !name.includes(id))).toEqual([])
  expect((await gallery.call('DELETE /images/people/anna', { as: 'service:accounts' })).status).toBe(204)
})
