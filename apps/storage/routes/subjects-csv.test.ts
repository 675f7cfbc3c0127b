import { beforeEach, expect, test } from 'vitest'
import { snapToGrid } from '#lib/geo/snap.ts'
import { openWorld, problemIn, type World } from '../open-world.fixture.ts'

let world: World

beforeEach(async () => {
  world = await openWorld()
})

const AT = { lat: 52.5201, lng: 13.4051 }

test('200 for services, operators and admins: a file with what each of them may see', async () => {
  await world.write('offers', 'anna', { title: '=1+1', ext: { note: 'secret' }, showLocation: false })
  for (const as of ['service:offers', 'operate', 'admin']) {
    const response = await world.call('GET /store/offers?format=csv', { as })
    expect([
      response.status,
      response.headers.get('content-type'),
      response.headers.get('content-disposition'),
    ]).toEqual([200, 'text/csv; charset=utf-8; header=present', 'attachment; filename="offer.csv"'])
    // Decoding would drop the mark.
    const bytes = new Uint8Array(await response.arrayBuffer())
    expect(bytes.slice(0, 3)).toEqual(new Uint8Array([0xef, 0xbb, 0xbf]))
    const text = new TextDecoder().decode(bytes)
    expect(text).toMatch(/^id,kind,/u)
    expect(text).toContain(",'=1+1,")
    expect(text).toContain(`,${snapToGrid(AT).lat},${snapToGrid(AT).lng},1000,`)
    expect(text.includes('secret')).toBe(as !== 'operate')
  }
})

test('a file has no more than a page, and Link leads to the next one', async () => {
  for (const title of ['a', 'b', 'c']) await world.write('offers', 'anna', { title })
  const page = async (path: string) => {
    const response = await world.call(`GET ${path}`, { as: 'admin', headers: { accept: 'text/csv' } })
    const rows = (await response.text()).trim().split('\r\n')
    return {
      rows: rows.length - 1,
      next: /^<(?<path>[^>]+)>/u.exec(response.headers.get('link') ?? '')?.groups?.['path'],
    }
  }
  const first = await page('/store/offers?limit=2')
  expect(first.rows).toBe(2)
  expect(await page(first.next ?? '')).toEqual({ rows: 1, next: undefined })
})

test('403 with the field for everybody else, by the parameter or by the Accept header', async () => {
  for (const asked of [{}, { as: 'anna' }]) {
    const byName = await world.call('GET /store/offers?format=csv', asked)
    expect(await problemIn(byName)).toEqual({ status: 403, code: 'forbidden', field: 'format' })
    const byType = await world.call('GET /store/offers', { ...asked, headers: { accept: 'text/csv' } })
    expect(await problemIn(byType)).toEqual({ status: 403, code: 'forbidden', field: 'Accept' })
  }
})
