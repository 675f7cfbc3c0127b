import { beforeEach, expect, test } from 'vitest'
import { openWorld, type World } from '../open-world.fixture.ts'
import { readPage } from './read-page.fixture.ts'
import { aDesk, type Desk } from '../reports/open-reports.fixture.ts'

const HOSTILE = '<script>alert("1")</script>'

let world: World
let desk: Desk

beforeEach(async () => {
  world = await openWorld()
  desk = aDesk(world)
})

const pageOf = (path: string, as = 'operate', language = 'en') => readPage(world, path, { as, language })

test('the queue leads to each report, and to further ones with the same question', async () => {
  expect(await pageOf('/store/reports?state=open')).toContain('Nobody waits for a decision.')
  const ids: string[] = []
  for (const reporter of ['ben', 'carl']) {
    const offer = await world.write('offers', 'anna')
    ids.push((await desk.reportSubject(offer, reporter)).id)
  }
  const first = await pageOf('/store/reports?state=open&limit=1', 'admin', 'de')
  expect(first).toContain(`href="/store/reports/${ids[0]}"`)
  expect(first).toContain('Betrug')
  const [, more = ''] = /href="(\/store\/reports\?[^"]*cursor=[^"]*)"/u.exec(first) ?? []
  expect(more).toContain('state=open')
  expect(await pageOf(more.replaceAll('&amp;', '&'))).toContain(`href="/store/reports/${ids[1]}"`)
})

test('a report shows what was reported, as it was then, as text; and the decision with its reasons', async () => {
  const offer = await world.write('offers', 'anna', { title: HOSTILE, text: HOSTILE })
  const { id } = await desk.reportSubject(offer, 'ben')
  const open = await pageOf(`/store/reports/${id}`)
  expect(open).toContain('&lt;script>')
  expect(open).not.toMatch(/<script(?![^>]* src=)/u)
  expect(open).toContain(`href="/store/offers/${offer}"`)
  expect(open).toContain('data-island="decide-form"')
  await desk.decide(id, { decision: 'hide', reasons: 'It is a trick' })
  expect(await pageOf(`/store/reports/${id}`)).toMatch(/good">decided.*It is a trick/u)
})

test('the page of what is hidden says why, and offers to show it again', async () => {
  const offer = await world.write('offers', 'anna')
  expect(await pageOf(`/store/offers/${offer}`)).toContain('Hide it from others')
  await world.call(`POST /store/offers/${offer}/hide`, { as: 'operate', json: { reasons: 'Looks odd' } })
  const page = await pageOf(`/store/offers/${offer}`)
  expect(page).toContain('Looks odd')
  expect(page).toContain('Show it again')
})

test('who reported sees the receipt as data, and no page', async () => {
  const { id } = await desk.reportSubject(await world.write('offers', 'anna'), 'ben')
  const response = await world.call(`GET /store/reports/${id}`, {
    as: 'ben',
    headers: { accept: 'text/html' },
  })
  expect(response.headers.get('content-type')).toBe('application/json')
})
