import { beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { newId } from '#lib/ids/new-id.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { readLive } from '#lib/live/read-live.fixture.ts'
import { createPersonKeeper } from '../create-person-keeper.ts'
import { openCounter, type Counter } from '../open-counter.fixture.ts'
import { aNotice, ANNAS, DAY_MS } from '../open-desk.fixture.ts'
import { inboxChangesSchema, inboxItemSchema } from './inbox-wire.ts'
import { openInboxSweep } from './open-inbox-sweep.ts'

let counter: Counter

beforeEach(async () => {
  counter = await openCounter()
})

const pageSchema = z.object({ items: z.array(inboxItemSchema), next: z.string().optional() })

async function read(as: string, query = '') {
  const response = await counter.call(`GET /inbox${query}`, { as })
  expect(response.status).toBe(200)
  return pageSchema.parse(await response.json())
}

/** Adds matches of Anna and Ben, each with its own search and offer. */
async function meet(count: number) {
  const notices = Array.from({ length: count }, () => aNotice())
  for (const notice of notices) await counter.take(notice)
  return notices
}

describe('a notice', () => {
  test('is in the inbox of both sides, also without a device, once', async () => {
    const notice = aNotice()
    await counter.mappings.remove('annas-phone')
    await counter.take(notice, notice)
    await counter.take(notice)
    const { id: match } = notice.match
    const shared = { kind: 'match', match, search: 's-1', offer: 'o-1', distance: '1-2' }
    expect((await read('anna')).items).toEqual([
      expect.objectContaining({ ...shared, own: 'search', title: 'Bicycle' }),
    ])
    expect((await read('ben')).items).toEqual([
      expect.objectContaining({ ...shared, own: 'offer', title: 'Old bicycle' }),
    ])
    expect((await read('carl')).items).toEqual([])
  })

  test('that rings nobody because of the ring window is in the inbox all the same', async () => {
    await meet(2)
    await counter.send()
    await counter.send()
    expect(await counter.states()).toContain('rate_limited')
    expect((await read('anna')).items).toHaveLength(2)
  })

  test('that was replayed, or names an erased person, is not', async () => {
    await counter.takeReplayed(aNotice())
    counter.gone.add('ben')
    await counter.take(aNotice())
    expect((await read('anna')).items).toEqual([])
  })

  test('of an imported offer is not in the inbox of the importer', async () => {
    const [anna, ben] = aNotice().sides
    if (anna === undefined || ben === undefined) throw new Error('no sides')
    await counter.take(aNotice({ sides: [{ ...ben, person: 'importer:shops' }, anna] }))
    expect(await counter.inbox.lastChanges(['importer:shops'])).toEqual(new Map())
    expect((await read('anna')).items).toMatchObject([{ own: 'search', title: 'Bicycle' }])
  })

  test('of an end is noted on the item', async () => {
    const [notice] = await meet(1)
    if (notice === undefined) throw new Error('none')
    await counter.end({ ...notice, cause: { ...notice.cause, time: 1_760_000_000_000 } })
    expect((await read('anna')).items).toMatchObject([{ ended: '2025-10-09T08:53:20.000Z' }])
    expect((await read('ben')).items).toMatchObject([{ ended: '2025-10-09T08:53:20.000Z' }])
  })

  test('of a block removes what the two have about each other, and leaves the rest', async () => {
    const [first] = await meet(2)
    if (first === undefined) throw new Error('none')
    const carls = aNotice({
      sides: [
        ...aNotice().sides.slice(0, 1),
        ...first.sides.slice(1).map((side) => ({ ...side, person: 'carl' })),
      ],
    })
    await counter.take(carls)
    const unseen = aNotice()
    await counter.end(first, 'block', [first, unseen])
    await counter.end(unseen, 'block', [unseen])
    expect((await read('anna')).items).toMatchObject([{ match: carls.match.id }])
    expect((await read('ben')).items).toEqual([])
  })
})

test('a device whose subscription ended is in the inbox once, and again after it was registered and lost again', async () => {
  const lost = async () => (await read('anna')).items.filter(({ kind }) => kind === 'device_lost')
  const lose = async () => {
    counter.oneSignal.unsubscribe(ANNAS)
    await meet(2)
    await counter.send(Date.now(), { ringWindowMs: 0 })
    await counter.send(Date.now(), { ringWindowMs: 0 })
  }
  await lose()
  expect(await lost()).toMatchObject([{ device_id: 'annas-phone', channel: 'onesignal' }])
  await lose()
  expect(await lost()).toHaveLength(1)
  await counter.map('annas-phone', 'anna', ANNAS)
  await lose()
  expect(await lost()).toHaveLength(2)
})

describe('GET /inbox', () => {
  test('gives pages that follow each other, the newest first; also of unread items', async () => {
    await meet(5)
    const all = (await read('anna')).items.map(({ id }) => id)
    expect(all).toHaveLength(5)
    const pages: string[] = []
    for (let query = '?limit=2'; query !== '';) {
      const { items, next } = await read('anna', query)
      pages.push(...items.map(({ id }) => id))
      query = next === undefined ? '' : `?limit=2&cursor=${next}`
    }
    expect(pages).toEqual(all)
    await counter.call('POST /inbox/read', { as: 'anna', json: { ids: all.slice(1) } })
    expect((await read('anna', '?unread=true')).items.map(({ id }) => id)).toEqual(all.slice(0, 1))
    expect((await read('anna', '?unread=false')).items).toHaveLength(5)
  })

  test('answers 304 while nothing changed', async () => {
    await meet(1)
    const first = await counter.call('GET /inbox', { as: 'anna' })
    const headers = { 'if-none-match': first.headers.get('etag') ?? '' }
    expect((await counter.call('GET /inbox', { as: 'anna', headers })).status).toBe(304)
    await meet(1)
    expect((await counter.call('GET /inbox', { as: 'anna', headers })).status).toBe(200)
  })

  test.each([
    ['limit', 'limit=0'],
    ['limit', 'limit=201'],
    ['cursor', 'cursor=x'],
    ['cursor', 'cursor=1_$ne'],
    ['unread', 'unread=1'],
  ])('400 naming "%s" for ?%s', async (field, query) => {
    const response = await counter.call(`GET /inbox?${query}`, { as: 'anna' })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ field })
  })
})

describe('unread items', () => {
  const count = async (as: string) => (await counter.call('GET /inbox/count', { as })).json()

  test('are counted by kind, for a badge', async () => {
    await meet(2)
    expect(await count('anna')).toEqual({ match: 2, message: 0, note: 0, device_lost: 0, total: 2 })
    expect(await count('carl')).toMatchObject({ total: 0 })
  })

  test('are read up to what the caller has seen, not what came meanwhile', async () => {
    await meet(2)
    const seen = Math.max(...(await read('anna')).items.map(({ number }) => number))
    await meet(1)
    const response = await counter.call('POST /inbox/read', { as: 'anna', json: { through: seen } })
    expect(response.status).toBe(204)
    expect(await count('anna')).toMatchObject({ match: 1, total: 1 })
    expect(await count('ben')).toMatchObject({ match: 3 })
  })

  test('of others cannot be read or removed', async () => {
    await meet(1)
    const [item] = (await read('anna')).items
    await counter.call('POST /inbox/read', { as: 'ben', json: { ids: [item?.id] } })
    expect((await counter.call(`DELETE /inbox/${item?.id}`, { as: 'ben' })).status).toBe(404)
    expect(await count('anna')).toMatchObject({ total: 1 })
  })

  test.each([
    ['ids', {}],
    ['through', { ids: ['a'], through: 1 }],
    ['ids', { ids: [] }],
    ['ids', { ids: Array.from({ length: 201 }, () => newId()) }],
    ['ids.0', { ids: [{ $ne: '' }] }],
    ['through', { through: '1' }],
    ['through', { through: -1 }],
  ])('400 naming "%s"', async (field, json) => {
    const response = await counter.call('POST /inbox/read', { as: 'anna', json })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ field })
  })
})

test('DELETE /inbox/{id} removes an item; a copy of the notice does not bring it back', async () => {
  const [notice] = await meet(1)
  const [item] = (await read('anna')).items
  expect((await counter.call(`DELETE /inbox/${item?.id}`, { as: 'anna' })).status).toBe(204)
  expect((await counter.call(`DELETE /inbox/${item?.id}`, { as: 'anna' })).status).toBe(404)
  if (notice !== undefined) await counter.take(notice)
  expect((await read('anna')).items).toEqual([])
  expect((await read('ben')).items).toHaveLength(1)
})

describe('GET /inbox/live', () => {
  async function listen(as: string, lastEventId?: string) {
    const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId }
    const stream = readLive(await counter.call('GET /inbox/live', { as, headers }))
    return {
      async next() {
        const { id, data } = await stream.next()
        return { id, ...inboxChangesSchema.parse(data) }
      },
    }
  }

  test('begins with the badge, then gives what happens, with the new badge', async () => {
    await meet(1)
    const stream = await listen('anna')
    expect(await stream.next()).toMatchObject({ id: '1', items: [], removed: [], unread: { total: 1 } })
    const [notice] = await meet(1)
    const next = await stream.next()
    expect(next).toMatchObject({ items: [{ match: notice?.match.id }], unread: { match: 2, total: 2 } })
    await counter.call(`DELETE /inbox/${next.items[0]?.id}`, { as: 'anna' })
    expect(await stream.next()).toMatchObject({
      items: [],
      removed: [next.items[0]?.id],
      unread: { total: 1 },
    })
  })

  test('continues after an event: each change comes once', async () => {
    await meet(3)
    const again = await (await listen('anna', '1')).next()
    expect(again).toMatchObject({ id: '3', removed: [] })
    expect(again.items.map(({ number }) => number)).toEqual([2, 3])
    const stream = await listen('ben', '3')
    await counter.call('POST /inbox/read', { as: 'ben', json: { through: 1 } })
    const { items } = await stream.next()
    expect(items).toMatchObject([{ number: 4, read: expect.any(String) }])
  })

  test('continues after an event whose followers were swept, with one event', async () => {
    await meet(2)
    const [newest] = (await read('anna')).items
    await counter.inbox.read('anna', { ids: [newest?.id ?? ''] }, 1)
    await counter.inbox.sweep({ readBefore: 2, happenedBefore: 0, max: 9 })
    const stream = await listen('anna', '1')
    expect(await stream.next()).toMatchObject({ id: '3', items: [], removed: [], unread: { total: 1 } })
    const [notice] = await meet(1)
    expect(await stream.next()).toMatchObject({ id: '4', items: [{ match: notice?.match.id }] })
  })
})

test('the export of a person has the inbox, and its deletion removes it and what others have about them', async () => {
  await meet(1)
  const keeper = createPersonKeeper(counter)
  expect(await keeper.collect('anna')).toMatchObject({
    files: { 'inbox.json': [{ kind: 'match', title: 'Bicycle' }] },
  })
  await keeper.erase('anna')
  expect((await read('anna')).items).toEqual([])
  expect((await read('ben')).items).toEqual([])
})

test('the sweep deletes items that were read long ago, and those that happened longer ago', async () => {
  const notices = await meet(3)
  const [newest, middle] = (await read('anna')).items
  const { inbox } = counter
  await inbox.read('anna', { ids: [newest?.id ?? ''] }, Date.now() - 31 * DAY_MS)
  await inbox.read('anna', { ids: [middle?.id ?? ''] }, Date.now() - 29 * DAY_MS)
  const sweep = openInboxSweep({ inbox, days: { read: 30, unread: 90 }, log: quietLog })
  await sweep.run()
  await sweep.stop()
  expect((await read('anna')).items.map(({ id }) => id)).not.toContain(newest?.id)
  expect((await read('anna')).items).toHaveLength(2)
  expect((await read('ben')).items).toHaveLength(notices.length)
})
