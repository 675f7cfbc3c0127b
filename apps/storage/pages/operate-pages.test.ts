import { beforeEach, describe, expect, test } from 'vitest'
import { aDelivery } from '#lib/builders/a-delivery.ts'
import { aMatch } from '#lib/builders/a-match.ts'
import { aNoticeEvent } from '#lib/builders/a-notice.ts'
import { aPosition, changeTo } from '#lib/builders/a-position.ts'
import { beginMatch } from '#lib/builders/begin-match.ts'
import { openWorld, type World } from '../open-world.fixture.ts'
import { readPage } from './read-page.fixture.ts'

const HOSTILE = '<script>alert("1")</script>'

let world: World

beforeEach(async () => {
  world = await openWorld()
})

const pageOf = (path: string, as = 'admin', language = 'en') => readPage(world, path, { as, language })

async function change(id: string, over: object): Promise<void> {
  const stored = await world.subjects.find(id)
  if (stored === undefined) throw new Error(`There is no "${id}"`)
  await world.subjects.update({ ...stored, ...over, version: stored.version + 1 }, stored.version, [])
}

describe.each(['offers', 'searches'] as const)('the list of %s for operators', (kind) => {
  test('shows the admin each with its state and the number of its matches', async () => {
    const id = await world.write(kind, 'anna', { title: 'On' })
    await world.write(kind, 'anna', { title: 'Off', active: false })
    await change(await world.write(kind, 'ben', { title: 'Hidden' }), { hidden: true })
    for (const other of ['x-1', 'x-2'])
      await beginMatch(world.matches, aMatch({ search: id, offer: other }), aNoticeEvent())
    // On a busy machine matching may not answer in time; then the page has no numbers.
    let page = ''
    await expect
      .poll(
        async () => {
          page = await pageOf(`/store/${kind}`)
          return page
        },
        { timeout: 30_000 },
      )
      .not.toContain('The matches cannot be counted now')
    for (const [title, state, matches] of [
      ['On', 'good">active', 2],
      ['Off', 'slow">paused', 0],
      ['Hidden', 'bad">hidden', 0],
    ] as const)
      expect(page).toMatch(new RegExp(`>${title}</a>.*?${state}<.*?class="number">${matches}<`, 'u'))
    expect(await pageOf(`/store/${kind}`, 'admin', 'de')).toContain('slow">pausiert')
  })

  test('shows operators what everybody may see, and what they hide', async () => {
    await world.write(kind, 'anna', { title: 'Private-one', active: false })
    const hidden = await world.write(kind, 'anna', { title: 'Hidden-one' })
    await change(hidden, { hidden: true })
    await world.write(kind, 'anna', { title: 'Live-one' })
    const all = await pageOf(`/store/${kind}`, 'operate')
    expect(all).toContain('Live-one')
    expect(all).not.toMatch(/Private-one|Hidden-one/u)
    const found = await pageOf(`/store/${kind}?hidden=true`, 'operate')
    expect(found).toContain('Hidden-one')
    expect(found).not.toMatch(/Private-one|Live-one/u)
    expect(await pageOf(`/store/${kind}/${hidden}`, 'operate')).toContain('bad">hidden')
    expect(await pageOf(`/store/${kind}`, 'anna')).not.toContain('href="/store/filter')
  })

  test('leads to the rest, to the same as data, and to the totals, with the same question', async () => {
    for (const title of ['One', 'Two', 'Three']) await world.write(kind, 'anna', { title })
    const page = await pageOf(`/store/${kind}?keywords=bike&limit=2`)
    const hrefs = [...page.matchAll(/href="([^"]*)"/gu)].map(([, href = '']) => href.replaceAll('&amp;', '&'))
    for (const format of ['geojson', 'csv'])
      expect(hrefs).toContain(`/store/${kind}?keywords=bike&limit=2&format=${format}`)
    const more = hrefs.find((href) => href.includes('cursor='))
    expect(await pageOf(more ?? '')).toContain('One')
    expect(hrefs).toContain(`/store/totals?kind=${kind === 'offers' ? 'offer' : 'search'}`)
  })

  test('says which place was meant, leads to the others of its name, and names who collected them', async () => {
    const page = await pageOf(`/store/${kind}?place=Neustadt&radius=5000`)
    expect(page).toContain('Neustadt an der Weinstraße')
    expect(page).toMatch(new RegExp(`href="/store/${kind}\\?radius=5000&amp;near=[^"]*">Neustadt`, 'u'))
    expect(page).toContain('GeoNames, CC BY 4.0')
  })

  test('shows on its map where each is, and the towns there; of what has no place, nothing', async () => {
    expect(await pageOf(`/store/${kind}`)).not.toContain('data-island="map"')
    await world.write(kind, 'anna', { title: 'On-the-map' })
    const page = await pageOf(`/store/${kind}`)
    expect(page).toMatch(/<a class="shape [^>]*tabindex="-1"[^>]*><title>On-the-map<\/title>/u)
    expect(page).toContain('Berlin</text>')
    expect(page).toMatch(/borders&quot;:&quot;\/store\/public\/borders-[0-9a-z]{8}\.json/u)
  })

  test('offers the orders that it can have', async () => {
    const orders = async (query: string) =>
      [...(await pageOf(`/store/${kind}${query}`)).matchAll(/<option value="(nearest|best)"/gu)].map(
        ([, order]) => order,
      )
    expect(await orders('')).toEqual([])
    expect(await orders('?place=Berlin&radius=5000')).toEqual(['nearest'])
    expect(await orders('?keywords=bike')).toEqual(['best'])
    expect(await orders('?keywords=bike&near=52.52,13.4&radius=5000&sort=best')).toEqual(['nearest', 'best'])
  })

  test('is still a list when nobody can count the matches', async () => {
    await world.write(kind, 'anna', { title: 'Uncounted' })
    await world.lose('matching')
    const page = await pageOf(`/store/${kind}`)
    expect(page).toContain('The matches cannot be counted now')
    expect(page).toMatch(/Uncounted.*class="number">–</u)
  })
})

describe.each(['offers', 'searches'] as const)('the page of one of the %s for operators', (kind) => {
  test('shows the admin all its fields, its matches and its history, and what changes it', async () => {
    const over = { text: 'Some words', not: ['rental'], ext: { size: 'L' }, terms: { type: 'swap' } }
    const id = await world.write(kind, 'anna', { title: 'Whole', ...over })
    const other = await world.write('offers', 'ben', { title: 'Other-side' })
    const gone = aMatch({ search: id, offer: 'gone-1' })
    for (const match of [aMatch({ search: id, offer: other }), gone])
      await beginMatch(world.matches, match, aNoticeEvent())
    const page = await pageOf(`/store/${kind}/${id}`)
    for (const words of ['Some words', 'rental', '{&quot;size&quot;:&quot;L&quot;}', 'swap', id, 'created'])
      expect(page).toContain(words)
    expect(page).toContain(`<a href="/store/offers/${other}">Other-side</a>`)
    expect(page).toContain('one that is not visible, or was deleted')
    for (const island of ['subject-actions', 'match-form']) expect(page).toContain(`data-island="${island}"`)
  })

  test('shows how many pushes each match has sent, and is still a page when nobody knows', async () => {
    const id = await world.write(kind, 'anna')
    const [rung, silent] = [aMatch({ search: id, offer: 'o-1' }), aMatch({ search: id, offer: 'o-2' })]
    for (const match of [rung, silent]) await beginMatch(world.matches, match, aNoticeEvent())
    const deliveries = ['phone', 'tablet', 'watch'].map((device) => aDelivery({ match: rung.id, device }))
    await world.deliveries.add(deliveries)
    const [first, second] = deliveries
    for (const { id: sent } of [first, second].filter((one) => one !== undefined))
      await world.deliveries.settle([{ id: sent, state: 'sent', atMs: Date.now() }])
    const path = `/store/${kind}/${id}`
    expect(await pageOf(path)).toMatch(/>1\u00A0waiting, 2\u00A0sent</u)
    expect(await pageOf(path, 'operate', 'de')).toMatch(/>1\u00A0wartend, 2\u00A0gesendet</u)
    await world.lose('notifications')
    expect(await pageOf(path)).toContain('The pushes cannot be shown now')
  })

  test('shows operators no field that is only for its owner, and nothing that changes it', async () => {
    const over = { not: ['rental'], ext: { note: 'a private note' }, showLocation: false }
    const id = await world.write(kind, 'anna', over)
    const other = await world.write('offers', 'ben', { title: 'Paused-side', active: false })
    await beginMatch(world.matches, aMatch({ search: id, offer: other }), aNoticeEvent())
    const page = await pageOf(`/store/${kind}/${id}`, 'operate')
    expect(page).not.toMatch(/rental|a private note|subject-actions|match-form|Paused-side/u)
    expect(page).toContain('History')
  })

  test('shows hostile words as text', async () => {
    const over = { title: HOSTILE, text: HOSTILE, place: HOSTILE, keywords: [HOSTILE], ext: { a: HOSTILE } }
    const id = await world.write(kind, 'anna', over)
    for (const path of [`/store/${kind}`, `/store/${kind}/${id}`]) {
      const page = await pageOf(path)
      expect(page).not.toContain(HOSTILE)
      expect(page).not.toMatch(/<script(?![^>]* src=)/u)
    }
  })

  test('says that its phone is silent, and since when; operators are not told', async () => {
    await world.devices.register({ id: 'annas-phone', person: 'anna', created: 1 })
    const over = {
      title: 'Silent-one',
      mobile: true,
      device: 'annas-phone',
      region: { circle: { radiusMeters: 500 } },
    }
    const id = await world.write(kind, 'anna', over)
    const timeMs = Date.parse('2026-11-20T10:11:00Z')
    await world.positions.write([changeTo(aPosition({ device: 'annas-phone', person: 'anna', timeMs }))])
    expect(await pageOf(`/store/${kind}`)).toContain('slow">paused: its phone is silent<')
    const page = await pageOf(`/store/${kind}/${id}`)
    expect(page).toMatch(
      /slow">paused: its phone is silent<.*Last position of the phone<.*2026.*matches nothing until/u,
    )
    expect(await pageOf(`/store/${kind}/${id}`, 'admin', 'de')).toContain('pausiert: Handy schweigt')
    expect(await pageOf(`/store/${kind}/${id}`, 'operate')).not.toMatch(/silent|Last position/u)
  })

  test('is still a page when nobody can read the matches', async () => {
    const id = await world.write(kind, 'anna')
    await world.lose('matching')
    expect(await pageOf(`/store/${kind}/${id}`)).toContain('The matches cannot be shown now')
  })
})

test('the totals lead to the list of each owner, and to further owners', async () => {
  for (const owner of ['anna', 'ben']) await world.write('offers', owner)
  const page = await pageOf('/store/totals?kind=offer&limit=1', 'operate')
  expect(page).toContain('href="/store/offers?owner=anna"')
  expect(page).not.toContain('owner=ben')
  const [, more = ''] = /href="(\/store\/totals\?[^"]*cursor=[^"]*)"/u.exec(page) ?? []
  expect(await pageOf(more.replaceAll('&amp;', '&'), 'operate', 'de')).toContain('owner=ben')
})
