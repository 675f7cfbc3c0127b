import { beforeEach, describe, expect, test } from 'vitest'
import { aDelivery } from '#lib/builders/a-delivery.ts'
import { aMapping } from '#lib/builders/a-mapping.ts'
import { openCounter, type Counter } from '../../open-counter.fixture.ts'

let counter: Counter

beforeEach(async () => {
  counter = await openCounter()
})

const get = (path: string, as = 'admin', language = 'en', accept = 'text/html') =>
  counter.call(`GET ${path}`, { as, headers: { accept, 'accept-language': language } })

async function pageOf(path: string, as = 'admin', language = 'en'): Promise<string> {
  const response = await get(path, as, language)
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  return response.text()
}

const devicesIn = (page: string) =>
  [...page.matchAll(/href="\/mappings\/([^"]*)"/gu)].map(([, device = '']) => decodeURIComponent(device))

async function devicesOf(path: string, as = 'admin'): Promise<string[]> {
  const response = await get(path, as, 'en', 'application/json')
  expect(response.status).toBe(200)
  const { items } = (await response.json()) as { items: { device_id: string }[] }
  return items.map(({ device_id: device }) => device)
}

describe('the page of push subscriptions', () => {
  test('shows operators each with its person, channel, state, language and zone', async () => {
    await counter.map('annas-tablet', 'anna', 'gone-one', { locale: 'de', timeZone: 'Asia/Tokyo' })
    await counter.mappings.markGone([{ device: 'annas-tablet', subscription: 'gone-one' }], Date.now())
    const page = await pageOf('/mappings', 'operate')
    expect(devicesIn(page)).toEqual(['annas-phone', 'annas-tablet', 'bens-phone'])
    for (const words of ['bad">ended', 'good">active', 'Asia/Tokyo', 'German', 'href="/mappings?user=anna"'])
      expect(page).toContain(words)
    expect(await pageOf('/mappings', 'operate', 'de')).toContain('bad">beendet')
  })

  test('is searched by person, by the beginning of the device, by channel and by state', async () => {
    await counter.mappings.register(aMapping({ device: 'annas-watch', person: 'anna', channel: 'webhook' }))
    for (const [query, devices] of [
      ['user=anna', ['annas-phone', 'annas-watch']],
      ['device=bens', ['bens-phone']],
      ['channel=webhook', ['annas-watch']],
      ['state=gone', []],
      ['user=anna&channel=onesignal&state=active&device=', ['annas-phone']],
      ['user=&device=&channel=&state=&limit=20', ['annas-phone', 'annas-watch', 'bens-phone']],
    ] as const) {
      expect(devicesIn(await pageOf(`/mappings?${query}`))).toEqual(devices)
      expect(await devicesOf(`/mappings?${query}`)).toEqual(devices)
    }
    const page = await pageOf('/mappings?user=anna&channel=webhook')
    expect(page).toContain('value="anna"')
    expect(page).toContain('<option value="webhook" selected>')
  })

  test('leads to the rest with the same question', async () => {
    await counter.map('annas-tablet', 'anna', 'tablet')
    const page = await pageOf('/mappings?user=anna&device=&limit=1')
    const [, more = ''] = /rel="next" href="([^"]*)"/u.exec(page) ?? []
    expect(more).toBe('/mappings?user=anna&amp;limit=1&amp;cursor=annas-phone')
    const last = await pageOf(more.replaceAll('&amp;', '&'))
    expect(devicesIn(last)).toEqual(['annas-tablet'])
    expect(last).toContain('These are all.')
    expect(last).not.toContain('rel="next"')
  })

  test('says that nothing was found, and that there is nothing yet', async () => {
    expect(await pageOf('/mappings?user=nobody')).toContain('Nothing fits this search.')
    for (const device of ['annas-phone', 'bens-phone']) await counter.mappings.remove(device)
    expect(await pageOf('/mappings', 'admin', 'de')).toContain('Noch ist kein Gerät')
  })

  test.each([
    ['user', 'two words'],
    ['device', '\u0000'],
    ['channel', 'UPPER'],
    ['state', 'asleep'],
    ['limit', '0'],
  ])('400 names a wrong "%s"', async (field, value) => {
    const response = await get(`/mappings?${new URLSearchParams({ [field]: value }).toString()}`)
    expect([response.status, await response.json()]).toEqual([400, expect.objectContaining({ field })])
  })

  test('people get their own ones, as JSON, and ask for no others', async () => {
    expect(await devicesOf('/mappings?state=active', 'anna')).toEqual(['annas-phone'])
    expect(await devicesOf('/mappings?user=anna&channel=log', 'anna')).toEqual([])
    const response = await get('/mappings', 'anna')
    expect(response.headers.get('content-type')).toContain('application/json')
    expect((await get('/mappings?user=ben', 'anna')).status).toBe(403)
  })
})

describe('the page of one push subscription', () => {
  test('shows its last deliveries with state, reason and a link to why', async () => {
    const sent = aDelivery({ person: 'anna', device: 'annas-phone', created: 1 })
    const muted = aDelivery({ person: 'anna', device: 'annas-phone', created: 2 })
    const other = aDelivery({ person: 'anna', device: 'annas-tablet', created: 3 })
    await counter.deliveries.add([sent, muted, other])
    await counter.deliveries.settle([
      { id: sent.id, state: 'sent', atMs: 5 },
      { id: muted.id, state: 'muted', atMs: 5, reason: 'everything is muted' },
    ])
    const page = await pageOf('/mappings/annas-phone', 'operate')
    for (const words of ['good">sent', 'slow">muted', 'Everything is muted.', 'onesignal'])
      expect(page).toContain(words)
    expect([...page.matchAll(/href="\/deliveries\/([^/]*)\/why"/gu)].map(([, id]) => id)).toEqual([
      muted.id,
      sent.id,
    ])
    expect(await pageOf('/mappings/annas-phone', 'operate', 'de')).toContain('Alles ist stummgeschaltet.')
  })

  test('lets the admin change it, and no operator', async () => {
    const island = 'data-island="mapping-actions"'
    expect(await pageOf('/mappings/annas-phone')).toContain(island)
    const page = await pageOf('/mappings/annas-phone', 'operate')
    expect(page).not.toContain(island)
    expect(page).toContain('Nothing was sent to this device yet.')
  })

  test('shows no secret, and hostile names as text', async () => {
    const device = '<b>"&/ %'
    await counter.mappings.register(aMapping({ device, person: 'anna', secret: 'shh', channel: 'webhook' }))
    expect(devicesIn(await pageOf('/mappings'))).toContain(device)
    const page = await pageOf(`/mappings/${encodeURIComponent(device)}`)
    expect(page).not.toMatch(/<b>|shh/u)
  })

  test('is JSON for its person, and not there for others', async () => {
    const response = await get('/mappings/annas-phone', 'anna')
    expect(await response.json()).toMatchObject({ device_id: 'annas-phone' })
    expect((await get('/mappings/annas-phone', 'ben')).status).toBe(404)
    expect((await get('/mappings/unknown-one')).status).toBe(404)
  })
})
