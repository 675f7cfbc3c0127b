import { beforeEach, describe, expect, test } from 'vitest'
import { aDelivery } from '#lib/builders/a-delivery.ts'
import type { DeliveryContent } from '#lib/store/deliveries.ts'
import { openCounter, type Counter } from '../../open-counter.fixture.ts'
import { aNotice } from '../../open-desk.fixture.ts'

const CAUSE = {
  source: '/tracker/local',
  id: 'event-of-ben',
  time: 1_760_000_000_000,
  type: 'geo',
  person: 'ben',
  hops: { received: 1_760_000_000_010, enriched: 1_760_000_000_020, taken: 1_760_000_001_270 },
}
const HOSTILE = '<script>alert("1")</script>'

let counter: Counter

beforeEach(async () => {
  counter = await openCounter()
})

async function pageOf(id: string, as: string, language = 'en'): Promise<string> {
  const headers = { accept: 'text/html', 'accept-language': language }
  const response = await counter.call(`GET /deliveries/${id}/why`, { as, headers })
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  expect(response.headers.get('vary')).toContain('Accept')
  return response.text()
}

/** Takes a notice that Ben's phone caused, and sends it; gives the id of Anna's delivery. */
async function ring(notice = aNotice({ cause: CAUSE })): Promise<string> {
  await counter.take(notice)
  await counter.send()
  const found = await counter.deliveries.ofMatch(notice.match.id)
  return found.find(({ person }) => person === 'anna')?.id ?? ''
}

async function store(content: DeliveryContent): Promise<string> {
  const draft = aDelivery({ person: 'anna', device: 'annas-phone', match: crypto.randomUUID(), content })
  await counter.deliveries.add([draft])
  return draft.id
}

describe('the page of why a delivery rang', () => {
  test('tells its person what rang, what caused it, and how long each step took', async () => {
    const notice = aNotice({ cause: CAUSE })
    const id = await ring(notice)
    const page = await pageOf(id, 'anna')
    for (const words of [
      '<h1>Why it rang</h1>',
      'Found near you: Bicycle',
      'The other person moved',
      'good">sent',
      'The platform received the event',
      '+10\u00A0ms',
      '+1.25\u00A0s',
      `href="/matches/${notice.match.id}"`,
      'href="/store/offers/o-1"',
    ])
      expect(page).toContain(words)
    expect(page).not.toContain(CAUSE.id)
    expect(page).toContain('href="/devices"')
  })

  test('is in German for those who read German', async () => {
    const page = await pageOf(await ring(), 'anna', 'de')
    for (const words of ['Warum es geklingelt hat', 'Die andere Person hat sich bewegt', '+1,25\u00A0s'])
      expect(page).toContain(words)
  })

  test('shows operators the person, the device and the event; what it says only to the admin', async () => {
    const id = await ring()
    const page = await pageOf(id, 'operate')
    for (const words of ['anna', 'href="/mappings/annas-phone"', `${CAUSE.source} ${CAUSE.id}`])
      expect(page).toContain(words)
    expect(page).toContain('href="/store/reports"')
    expect(page).not.toContain('Bicycle')
    expect(await pageOf(id, 'admin')).toContain('Bicycle')
    const own = await counter.deliveries.list({ person: 'ben', limit: 1 })
    expect(await pageOf(own[0]?.id ?? '', 'admin')).toContain('The person who was told moved')
    expect(await pageOf(own[0]?.id ?? '', 'ben')).toContain('You moved')
  })

  test('says why it did not ring', async () => {
    await counter.prefer('anna', { mutes: { subjects: [{ id: 's-1' }], people: [] } })
    const id = await ring()
    const page = await pageOf(id, 'anna')
    for (const words of ['Why it did not ring', 'slow">muted', 'This search or offer is muted.'])
      expect(page).toContain(words)
    expect(await pageOf(id, 'anna', 'de')).toContain('stummgeschaltet')
  })

  test('says why it has not rung yet, and shows the reason of a provider as it came', async () => {
    const id = await store({ kind: 'test' })
    expect(await pageOf(id, 'anna')).toContain('Why it has not rung yet')
    const reason = 'OneSignal answered 400: "bad"'
    await counter.deliveries.settle([{ id, state: 'refused', atMs: Date.now(), reason }])
    expect(await pageOf(id, 'anna', 'de')).toContain(
      '<span lang="en">OneSignal answered 400: &quot;bad&quot;',
    )
  })

  test.each([
    [{ kind: 'test' }, 'Somebody asked for a test'],
    [{ kind: 'note', title: HOSTILE, text: HOSTILE }, 'An operator wrote it'],
    [{ kind: 'message', channel: 'c', match: 'm-1', messages: 2 }, 'href="/matches/m-1"'],
    [
      {
        kind: 'digest',
        why: 'quiet',
        matches: 2,
        subjects: [{ subject: 's-1', kind: 'search', title: 'Bicycle', matches: 2 }],
      },
      'Matches came in the quiet hours',
    ],
  ] as const)('tells of %j', async (content, words) => {
    const page = await pageOf(await store(content), 'anna')
    expect(page).toContain(words)
    expect(page).not.toContain(HOSTILE)
  })

  test('leads to both searches when a search watches searches, and to the summary that told it', async () => {
    const { sides, ...notice } = aNotice({ match: { id: 'm-1', search: 's-1', offer: 's-2' }, cause: CAUSE })
    const id = await ring({ ...notice, sides: sides.slice(0, 1) })
    const page = await pageOf(id, 'anna')
    expect(page).toContain('href="/store/searches/s-2"')
    const held = aDelivery({ person: 'anna' })
    const draft = aDelivery({ person: 'anna', match: 'a digest', content: { kind: 'test' } })
    await counter.deliveries.add([held])
    await counter.deliveries.settle([
      { id: held.id, state: 'held', why: 'many', dueAtMs: Date.now(), reason: 'too many in an hour' },
    ])
    expect(await pageOf(held.id, 'anna')).toContain('More matches came within an hour than are wanted.')
    await counter.deliveries.closeHeld({ outcomes: [], digest: { draft, told: [held.id], atMs: Date.now() } })
    expect(await pageOf(held.id, 'anna')).toContain(`href="/deliveries/${draft.id}/why"`)
  })

  test('names the trace', async () => {
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
    const cause = { ...CAUSE, traceparent: `00-${traceId}-00f067aa0ba902b7-01` }
    const draft = aDelivery({ person: 'anna', notice: aNotice({ cause }) })
    await counter.deliveries.add([draft])
    expect(await pageOf(draft.id, 'anna')).toContain(`<code class="value">${traceId}</code>`)
  })

  test('is not there for others', async () => {
    const id = await ring()
    const headers = { accept: 'text/html' }
    expect((await counter.call(`GET /deliveries/${id}/why`, { as: 'ben', headers })).status).toBe(404)
  })
})
