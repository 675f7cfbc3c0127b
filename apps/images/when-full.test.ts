import { renameSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { openDisk } from '../../tests/builders/open-disk.ts'
import { aPicture } from './a-picture.fixture.ts'
import { openGallery } from './open-gallery.fixture.ts'
import { whenFull } from './when-full.ts'

// A small disk needs the permission to mount one.
const mayMount = await (async () => {
  const disk = await openDisk(temporaryFolder())
  await disk.close()
  return disk.isSmall
})()

test.skipIf(!mayMount)('with a full disk uploads are 507, and pictures are served in all sizes', async () => {
  const disk = await openDisk(temporaryFolder(), '4m')
  onTestFinished(() => disk.close())
  const gallery = await openGallery({ blobs: `${disk.folder}/blobs` })
  const body = await aPicture()
  const id = await gallery.bring('anna', body)
  await disk.fill()
  const upload = async (shade: number) =>
    gallery.call('POST /assets', { as: 'ben', body: await aPicture({ shade, width: 1_600, height: 1_200 }) })
  const refused = await upload(2)
  expect([refused.status, await refused.json()]).toEqual([507, expect.objectContaining({ code: 'no_space' })])
  expect(refused.headers.get('retry-after')).toBe('60')
  for (const file of ['view.jpg', 'card.webp', 'thumb.jpg'])
    expect((await gallery.call(`GET /assets/${id}/${file}`)).status, file).toBe(200)
  expect(gallery.files().filter((name) => !name.includes(id))).toEqual([])
  await disk.clear()
  expect((await upload(2)).status).toBe(201)
})

test('while the shared disk is gone everything is 503 with Retry-After; then it goes on', async () => {
  const gallery = await openGallery()
  const body = await aPicture()
  const id = await gallery.bring('anna', body)
  renameSync(gallery.blobs, `${gallery.blobs}-away`)
  for (const response of [
    await gallery.call(`GET /assets/${id}/view.jpg`),
    await gallery.call(`GET /assets/${id}/card.webp`),
    await gallery.call('POST /assets', { as: 'ben', body }),
  ])
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
  renameSync(`${gallery.blobs}-away`, gallery.blobs)
  expect((await gallery.call(`GET /assets/${id}/card.webp`)).status).toBe(200)
  expect((await gallery.call('POST /assets', { as: 'ben', body })).status).toBe(201)
})

test('whenFull() passes other failures on', async () => {
  const away = new UnavailableError('Cannot use it', { cause: new Error('gone') })
  await expect(whenFull(() => Promise.reject(away))).rejects.toBe(away)
})
