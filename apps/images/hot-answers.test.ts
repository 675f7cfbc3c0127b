import { expect, test } from 'vitest'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { openHotAnswers } from './hot-answers.ts'

const ID = 'ab'.repeat(32)
const URL_OF_CARD = `http://localhost/assets/${ID}/card.jpg`

function openWithClock() {
  let nowMs = 0
  const hot = openHotAnswers(openMetrics(), () => nowMs)
  return { ...hot, later: (ms: number) => void (nowMs += ms) }
}

const ask = (url = URL_OF_CARD, init: RequestInit = {}) => new Request(url, init)
const aCard = (more: ResponseInit = {}) =>
  new Response('card', { headers: { etag: '"1"', 'x-request-id': 'r-1' }, ...more })

test('an answer is given again for a second, without the id of its request', async () => {
  const { find, keep, later } = openWithClock()
  expect(find(ask())).toBeUndefined()
  const first = await keep(ask(), aCard())
  expect([first.headers.get('x-request-id'), await first.text()]).toEqual(['r-1', 'card'])
  later(1_000)
  for (const found of [find(ask()), find(ask())]) {
    expect([found?.status, found?.headers.get('etag'), await found?.text()]).toEqual([200, '"1"', 'card'])
    expect(found?.headers.get('x-request-id')).toBeNull()
  }
})

test('after that, one request is handled, and its answer counts', async () => {
  const { find, keep, later } = openWithClock()
  await keep(ask(), aCard())
  later(1_001)
  expect(find(ask())).toBeUndefined()
  expect(find(ask())).toBeDefined()
  await keep(ask(), new Response('gone', { status: 410 }))
  expect(find(ask())).toBeUndefined()
})

test('what depends on the reader is handled each time', async () => {
  const { find, keep } = openWithClock()
  await keep(ask(), aCard())
  for (const init of [
    { headers: { 'if-none-match': '"1"' } },
    { headers: { authorization: 'Bearer x' } },
    { method: 'HEAD' },
    { method: 'POST' },
  ])
    expect(find(ask(URL_OF_CARD, init))).toBeUndefined()
  const byAccept = `http://localhost/assets/${ID}/card`
  await keep(ask(byAccept), aCard({ headers: { vary: 'Accept' } }))
  expect(find(ask(byAccept))).toBeUndefined()
})

test('only pictures are kept', async () => {
  const { find, keep } = openWithClock()
  for (const path of ['/assets', `/assets/${ID}`, `/assets/available/${ID}`, `/assets/${ID}/card.jpg?x=1`]) {
    const url = `http://localhost${path}`
    await keep(ask(url), aCard())
    expect(find(ask(url)), path).toBeUndefined()
  }
})

test('a removed picture is forgotten at once, in all sizes', async () => {
  const { find, keep, forget } = openWithClock()
  const other = `http://localhost/assets/${'cd'.repeat(32)}/card.jpg`
  const icon = `http://localhost/assets/${ID}/icon.webp`
  for (const url of [URL_OF_CARD, icon, other]) await keep(ask(url), aCard())
  forget(ID)
  expect([find(ask()), find(ask(icon))]).toEqual([undefined, undefined])
  expect(find(ask(other))).toBeDefined()
})
