import { describe, expect, test } from 'vitest'
import { aPatchwork } from '../a-patchwork.fixture.ts'
import { aPicture } from '../a-picture.fixture.ts'
import { openGallery, type Gallery } from '../open-gallery.fixture.ts'

interface Listed {
  readonly items: readonly { readonly id: string; readonly owners?: readonly string[] }[]
  readonly next?: string
}

async function list({ call }: Gallery, as: string, query = ''): Promise<Listed> {
  const response = await call(`GET /assets${query}`, { as, headers: { accept: 'application/json' } })
  expect(response.status).toBe(200)
  return (await response.json()) as Listed
}

const page = ({ call }: Gallery, path: string, as = 'admin', language = 'en') =>
  call(`GET ${path}`, { as, headers: { accept: 'text/html', 'accept-language': language } })

async function textOf(gallery: Gallery, path: string, as = 'admin', language = 'en'): Promise<string> {
  const response = await page(gallery, path, as, language)
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  return response.text()
}

/** A gallery where Anna and Ben have pictures that look alike, and both have one and the same. */
async function openWithSpam() {
  const gallery = await openGallery()
  const annas = await gallery.bring('anna', await aPatchwork(100, 90))
  const bens = await gallery.bring('ben', await aPatchwork(100, 60))
  const same = await aPatchwork(200)
  const both = await gallery.bring('anna', same)
  await gallery.bring('ben', same)
  return { gallery, annas, bens, both }
}

describe('the list', () => {
  test('has the own pictures in pages, without owners', async () => {
    const gallery = await openGallery()
    const ids: string[] = []
    for (const shade of [1, 2, 3]) ids.push(await gallery.bring('anna', await aPicture({ shade })))
    await gallery.bring('ben', await aPicture({ shade: 4 }))
    const first = await list(gallery, 'anna', '?limit=2')
    const second = await list(gallery, 'anna', `?owner=anna&limit=2&cursor=${first.next}`)
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids.toSorted())
    expect(second.next).toBeUndefined()
    expect(first.items[0]).toEqual({
      id: expect.any(String),
      width: 64,
      height: 48,
      format: 'jpeg',
      bytes: expect.any(Number),
      placeholder: expect.any(String),
      urls: expect.objectContaining({ card: expect.any(String) }),
      added: expect.stringMatching(/^\d{4}-.*Z$/u),
    })
  })

  test('has for operators the pictures of all, newest first, with their owners, or those of one', async () => {
    const { gallery, annas, bens, both } = await openWithSpam()
    const all = await list(gallery, 'operate')
    expect(all.items.map(({ id, owners }) => [id, owners])).toEqual([
      [both, ['anna', 'ben']],
      [bens, ['ben']],
      [annas, ['anna']],
    ])
    const { next } = await list(gallery, 'admin', '?limit=1')
    expect((await list(gallery, 'admin', `?limit=9&cursor=${next}`)).items.map(({ id }) => id)).toEqual([
      bens,
      annas,
    ])
    const bensOnes = await list(gallery, 'admin', '?owner=ben')
    expect(bensOnes.items.map(({ id }) => id)).toEqual([bens, both].toSorted())
  })

  test('has for operators those that look like one of another owner', async () => {
    const { gallery, annas, bens, both } = await openWithSpam()
    await gallery.bring('anna', await aPatchwork(300))
    const { items } = await list(gallery, 'admin', '?alike=true')
    expect(new Set(items.map(({ id }) => id))).toEqual(new Set([annas, bens, both]))
  })

  test('403 for those of others and of all, 401 without a token', async () => {
    const { call } = await openGallery()
    const refused = await call('GET /assets?owner=ben', { as: 'anna' })
    expect([refused.status, await refused.json()]).toEqual([403, expect.objectContaining({ field: 'owner' })])
    expect((await call('GET /assets')).status).toBe(401)
    expect((await call('GET /assets', { as: 'service:storage' })).status).toBe(403)
  })

  test.each([
    ['owner', 'two%20words'],
    ['limit', '0'],
    ['limit', '101'],
    ['cursor', 'x'],
    ['cursor', '1-2'],
    ['alike', 'yes'],
    ['colour', 'red'],
  ])('400 names a wrong "%s": %s', async (field, value) => {
    const { call } = await openGallery()
    for (const [as, more] of [
      ['anna', ''],
      ['admin', field === 'owner' ? '' : '&owner='],
    ] as const) {
      const response = await call(`GET /assets?${field}=${value}${more}`, { as })
      expect([response.status, await response.json()]).toEqual([400, expect.objectContaining({ field })])
    }
  })
})

describe('the page', () => {
  test('shows pictures with their owners, and beside them those of others that look alike', async () => {
    const { gallery, annas, bens } = await openWithSpam()
    const text = await textOf(gallery, '/assets', 'operate')
    expect(text).toContain(`src="/assets/${annas}/thumb.jpg"`)
    expect(text).toContain('href="/assets?owner=ben"')
    expect(text).toContain('Pictures of other owners that look like it')
    expect(text.split(`href="/assets/${bens}/details"`)).toHaveLength(3)
    expect(await textOf(gallery, '/assets?alike=true', 'admin', 'de')).toContain('Ähnliche Bilder')
  })

  test('keeps the question in the link to further ones, and says when there are none', async () => {
    const { gallery } = await openWithSpam()
    const text = await textOf(gallery, '/assets?alike=true&owner=&limit=1')
    const [, more = ''] = /rel="next" href="([^"]*)"/u.exec(text) ?? []
    expect(more).toMatch(/^\/assets\?alike=true&amp;limit=1&amp;cursor=\d+-[0-9a-f]{64}$/u)
    expect(await textOf(gallery, '/assets?owner=nobody')).toContain('Nothing fits this search.')
    expect(await textOf(await openGallery(), '/assets', 'admin', 'de')).toContain('Noch hat niemand')
  })

  test('is JSON for a person, also in a browser', async () => {
    const { gallery } = await openWithSpam()
    const response = await page(gallery, '/assets', 'anna')
    expect(response.headers.get('content-type')).toContain('application/json')
  })

  test('of one picture lets the admin delete it, and no operator', async () => {
    const { gallery, annas, bens } = await openWithSpam()
    const text = await textOf(gallery, `/assets/${annas}/details`)
    expect(text).toContain(`href="/assets/${bens}/details"`)
    expect(text).toContain('data-island="removal"')
    expect(await textOf(gallery, `/assets/${annas}/details`, 'operate')).not.toContain('data-island')
  })

  test('of one picture is 404 and 410 as its files are, and not for people', async () => {
    const { gallery, annas } = await openWithSpam()
    expect((await page(gallery, `/assets/${annas}/details`, 'anna')).status).toBe(403)
    for (const id of ['x', '0'.repeat(64)])
      expect((await page(gallery, `/assets/${id}/details`)).status).toBe(404)
    await gallery.call(`DELETE /assets/${annas}`, { as: 'anna' })
    expect((await page(gallery, `/assets/${annas}/details`)).status).toBe(410)
  })

  test('GET /assets/:id is JSON for everybody, without owners; 404 and 410 as for the files', async () => {
    const { gallery, annas } = await openWithSpam()
    const response = await gallery.call(`GET /assets/${annas}`, { headers: { accept: 'text/html' } })
    expect(response.headers.get('content-type')).toContain('application/json')
    expect(await response.json()).toEqual({
      id: annas,
      width: 96,
      height: 96,
      format: 'jpeg',
      bytes: expect.any(Number),
      placeholder: expect.any(String),
      urls: expect.any(Object),
    })
    for (const id of ['x', '0'.repeat(64)]) expect((await gallery.call(`GET /assets/${id}`)).status).toBe(404)
    await gallery.call(`DELETE /assets/${annas}`, { as: 'anna' })
    expect((await gallery.call(`GET /assets/${annas}`)).status).toBe(410)
  })
})
