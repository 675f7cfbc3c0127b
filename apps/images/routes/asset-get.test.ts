import { expect, test } from 'vitest'
import { aPicture } from '../a-picture.fixture.ts'
import { openGallery } from '../open-gallery.fixture.ts'

test('200: the picture, public, cached permanently, and without active content', async () => {
  const gallery = await openGallery()
  const id = await gallery.bring('anna', await aPicture())
  const response = await gallery.call(`GET /assets/${id}/view.jpg`)
  expect(response.status).toBe(200)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'image/jpeg',
    'cache-control': 'public, max-age=31536000, immutable',
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
    'content-disposition': 'inline; filename="view.jpg"',
    etag: `"${id}-view"`,
  })
  expect(await new Bun.Image(await response.arrayBuffer()).metadata()).toMatchObject({ format: 'jpeg' })
})

test('304 for a known ETag', async () => {
  const gallery = await openGallery()
  const id = await gallery.bring('anna', await aPicture())
  const path = `GET /assets/${id}/thumb.jpg`
  const etag = (await gallery.call(path)).headers.get('etag') ?? ''
  for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    const response = await gallery.call(path, { headers: { 'if-none-match': known } })
    expect([response.status, response.headers.get('etag'), await response.text()]).toEqual([304, etag, ''])
  }
  const other = await gallery.call(path, { headers: { 'if-none-match': `"${id}-view"` } })
  expect(other.status).toBe(200)
})

test('the same 404 for every unknown name', async () => {
  const gallery = await openGallery()
  const id = await gallery.bring('anna', await aPicture())
  const bodies = new Set<string>()
  const paths = [
    `/assets/${'0'.repeat(64)}/view.jpg`,
    `/assets/${id}/original.jpg`,
    `/assets/${id}/view.png`,
    `/assets/${id}/view.jpg%00`,
    `/assets/${id.toUpperCase()}/view.jpg`,
    `/assets/${id.slice(1)}/view.jpg`,
    `/assets/..%2f..%2f${id.slice(0, 2)}/view.jpg`,
    `/assets/~id.key/view.jpg`,
    `/assets/${id}/..%2f~id.key`,
  ]
  for (const path of paths) {
    const response = await gallery.call(`GET ${path}`)
    expect(response.status, path).toBe(404)
    const { request_id: _, ...problem } = (await response.json()) as Record<string, unknown>
    bodies.add(JSON.stringify(problem))
  }
  expect([...bodies]).toEqual([
    '{"type":"about:blank","title":"Not Found","status":404,"code":"not_found","detail":"There is no such picture"}',
  ])
})

test('HEAD gives the length of the picture without a body', async () => {
  const gallery = await openGallery()
  const id = await gallery.bring('anna', await aPicture())
  const { byteLength } = await (await gallery.call(`GET /assets/${id}/view.jpg`)).arrayBuffer()
  const asked = await gallery.call(`HEAD /assets/${id}/view.jpg`)
  expect([asked.status, asked.headers.get('content-length'), await asked.text()]).toEqual([
    200,
    String(byteLength),
    '',
  ])
})
