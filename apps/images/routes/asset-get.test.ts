import { writeFileSync, mkdirSync, rmSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { aPicture } from '../a-picture.fixture.ts'
import { openGallery, type Gallery } from '../open-gallery.fixture.ts'

const WITH_WEBP = 'image/avif,image/webp,*/*;q=0.8'

/** A gallery with a picture of 2,000 × 1,000. */
async function openWithPicture(): Promise<Gallery & { readonly id: string }> {
  const gallery = await openGallery()
  return { ...gallery, id: await gallery.bring('anna', await aPicture({ width: 2_000, height: 1_000 })) }
}

const formatOf = async (response: Response) => new Bun.Image(await response.arrayBuffer()).metadata()

test('200: the picture, public, cached permanently, and without active content', async () => {
  const { call, id } = await openWithPicture()
  const response = await call(`GET /assets/${id}/view.jpg`)
  expect(response.status).toBe(200)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'accept-ranges': 'none',
    'content-type': 'image/jpeg',
    'cache-control': 'public, max-age=31536000, immutable',
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
    'content-disposition': 'inline; filename="view.jpg"',
    etag: `"${id}-view-1.jpg"`,
  })
  expect(await formatOf(response)).toMatchObject({ format: 'jpeg' })
})

describe('each size', () => {
  test.each([
    ['thumb', 250, 250],
    ['icon', 30, 30],
    ['iconbigger', 60, 60],
    ['card', 480, 360],
    ['view', 1_600, 800],
  ])('%s is %d × %d, as JPEG and as WebP', async (preset, width, height) => {
    const { call, id } = await openWithPicture()
    for (const [extension, format] of [
      ['jpg', 'jpeg'],
      ['webp', 'webp'],
    ]) {
      const response = await call(`GET /assets/${id}/${preset}.${extension}`)
      expect(response.headers.get('content-type')).toBe(`image/${format}`)
      expect(response.headers.get('vary')).toBeNull()
      expect(await formatOf(response)).toEqual({ format, width, height })
    }
  })

  test('the view is not larger than the picture', async () => {
    const { call, bring } = await openGallery()
    const id = await bring('anna', await aPicture({ width: 40, height: 30 }))
    expect(await formatOf(await call(`GET /assets/${id}/view.webp`))).toMatchObject({ width: 40, height: 30 })
  })

  test('is made when it is asked for, kept, and made again when it got lost', async () => {
    const { call, files, blobs, id } = await openWithPicture()
    const names = () => files().map((path) => path.split('/').at(-1))
    expect(names()).toEqual(['view.jpg'])
    const first = await (await call(`GET /assets/${id}/card.webp`)).arrayBuffer()
    expect(names()).toEqual(['1.card.webp', 'view.jpg'])
    rmSync(`${blobs}/${files()[0]}`)
    // With a token it is not answered from memory.
    const again = await call(`GET /assets/${id}/card.webp`, { as: 'anna' })
    expect(await again.arrayBuffer()).toEqual(first)
    expect(names()).toEqual(['1.card.webp', 'view.jpg'])
  })

  test('equal requests at the same time share one job of the engine', async () => {
    const { call, jobs, id } = await openWithPicture()
    const all = await Promise.all(Array.from({ length: 20 }, () => call(`GET /assets/${id}/thumb.jpg`)))
    expect(all.map(({ status }) => status)).toEqual(all.map(() => 200))
    expect(jobs()).toEqual(['read', 'thumb jpeg'])
  })
})

describe('without an ending', () => {
  test.each([
    [WITH_WEBP, 'webp'],
    ['image/webp', 'webp'],
    ['*/*', 'jpeg'],
    ['image/*', 'jpeg'],
    ['image/webp;q=0, */*', 'jpeg'],
    ['image/webpx', 'jpeg'],
    ['', 'jpeg'],
  ])('Accept "%s" gets %s, and caches are told', async (accept, format) => {
    const { call, id } = await openWithPicture()
    const response = await call(`GET /assets/${id}/icon`, { headers: { accept } })
    expect([response.headers.get('content-type'), response.headers.get('vary')]).toEqual([
      `image/${format}`,
      'Accept',
    ])
    const etag = response.headers.get('etag') ?? ''
    const again = await call(`GET /assets/${id}/icon`, { headers: { accept, 'if-none-match': etag } })
    expect([again.status, again.headers.get('vary')]).toEqual([304, 'Accept'])
  })

  test('the other format has another ETag', async () => {
    const { call, id } = await openWithPicture()
    const icon = (accept: string, known = '"x"') =>
      call(`GET /assets/${id}/icon`, { headers: { accept, 'if-none-match': known } })
    const etag = (await icon(WITH_WEBP)).headers.get('etag') ?? ''
    expect((await icon('*/*', etag)).status).toBe(200)
  })
})

test('a picture that was stored as two sizes by an older version is served in all sizes', async () => {
  const { call, blobs, remember } = await openGallery()
  const id = 'ab'.repeat(32)
  const folder = `${blobs}/ab~/ab~/${id}~`
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}/view.jpg`, await aPicture({ width: 800, height: 600 }))
  writeFileSync(`${folder}/thumb.jpg`, await aPicture({ width: 250, height: 188 }))
  await remember({ id, owner: 'anna', width: 800, height: 600, bytes: 1, placeholder: '', likeness: '' })
  for (const [file, width, height] of [
    ['view.jpg', 800, 600],
    ['thumb.jpg', 250, 250],
    ['card.webp', 480, 360],
  ] as const)
    expect(await formatOf(await call(`GET /assets/${id}/${file}`)), file).toMatchObject({ width, height })
  expect((await call(`DELETE /assets/${id}`, { as: 'anna' })).status).toBe(204)
})

test('304 for a known ETag', async () => {
  const { call, id } = await openWithPicture()
  const path = `GET /assets/${id}/thumb.jpg`
  const etag = (await call(path)).headers.get('etag') ?? ''
  for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    const response = await call(path, { headers: { 'if-none-match': known } })
    expect([response.status, response.headers.get('etag'), await response.text()]).toEqual([304, etag, ''])
  }
  for (const other of [`"${id}-view-1.jpg"`, `"${id}-thumb-1.webp"`])
    expect((await call(path, { headers: { 'if-none-match': other } })).status).toBe(200)
})

test('the same 404 for every unknown name', async () => {
  const { call, id } = await openWithPicture()
  const bodies = new Set<string>()
  const paths = [
    `/assets/${'0'.repeat(64)}/view.jpg`,
    `/assets/${id}/original.jpg`,
    `/assets/${id}/view.png`,
    `/assets/${id}/view.`,
    `/assets/${id}/view.jpg.webp`,
    `/assets/${id}/1.card.webp`,
    `/assets/${id}/constructor`,
    `/assets/${id}/view.jpg%00`,
    `/assets/${id.toUpperCase()}/view.jpg`,
    `/assets/${id.slice(1)}/view.jpg`,
    `/assets/..%2f..%2f${id.slice(0, 2)}/view.jpg`,
    `/assets/~id.key/view.jpg`,
    `/assets/${id}/..%2f~id.key`,
  ]
  for (const path of paths) {
    const response = await call(`GET ${path}`)
    expect(response.status, path).toBe(404)
    const { request_id: _, ...problem } = (await response.json()) as Record<string, unknown>
    bodies.add(JSON.stringify(problem))
  }
  expect([...bodies]).toEqual([
    '{"type":"about:blank","title":"Not Found","status":404,"code":"not_found","detail":"There is no such picture"}',
  ])
})

test('410 for a deleted picture, and only under a name that it had; 200 when it is there again', async () => {
  const { call, bring } = await openGallery()
  const body = await aPicture()
  const id = await bring('anna', body)
  await call(`DELETE /assets/${id}`, { as: 'anna' })
  const response = await call(`GET /assets/${id}/card`)
  expect([response.status, await response.json()]).toEqual([410, expect.objectContaining({ code: 'gone' })])
  expect((await call(`GET /assets/${id}/card.png`)).status).toBe(404)
  await bring('ben', body)
  expect((await call(`GET /assets/${id}/card`)).status).toBe(200)
})

test('HEAD gives the length of the picture without a body', async () => {
  const { call, id } = await openWithPicture()
  for (const file of ['view.jpg', 'card.webp']) {
    const { byteLength } = await (await call(`GET /assets/${id}/${file}`)).arrayBuffer()
    const asked = await call(`HEAD /assets/${id}/${file}`)
    expect([asked.status, asked.headers.get('content-length'), await asked.text()]).toEqual([
      200,
      String(byteLength),
      '',
    ])
  }
})
