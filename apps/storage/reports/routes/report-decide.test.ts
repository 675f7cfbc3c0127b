import { describe, expect, test } from 'vitest'
import { newId } from '#lib/ids/new-id.ts'
import { openWorld, problemIn } from '../../open-world.fixture.ts'
import { aPicture } from '../../../images/a-picture.fixture.ts'
import { aDesk } from '../open-reports.fixture.ts'

async function open() {
  const world = await openWorld()
  const offer = await world.write('offers', 'ben')
  const desk = aDesk(world)
  return { world, offer, ...desk, receipt: await desk.reportSubject(offer, 'anna') }
}

describe('200', () => {
  test('"hide" hides the offer; the reporter and the owner are told the reasons', async () => {
    const { world, offer, receipt, decide, read } = await open()
    const response = await decide(receipt.id, { decision: 'hide', reasons: 'It is a scam' })
    expect([response.status, response.headers.get('etag')]).toEqual([200, '"3"'])
    expect(await response.json()).toMatchObject({
      state: 'decided',
      decision: { kind: 'hide', by: 'operate' },
    })
    const decision = { kind: 'hide', reasons: 'It is a scam', at: expect.any(String) }
    for (const [path, as] of [[receipt.id, 'anna'], [`${receipt.id}?secret=${receipt.secret}`]] as const)
      expect(await (await read(path, as)).json()).toMatchObject({ state: 'decided', decision })
    expect((await world.call(`GET /store/offers/${offer}`)).status).toBe(404)
    const own = await (await world.call(`GET /store/offers/${offer}`, { as: 'ben' })).json()
    expect(own).toMatchObject({ hidden: true, hiddenBecause: 'It is a scam' })
  })

  test('a later decision replaces it: "show" shows the offer again', async () => {
    const { world, offer, receipt, decide } = await open()
    await decide(receipt.id, { decision: 'hide' })
    expect((await decide(receipt.id, { decision: 'show' }, { etag: '"3"' })).status).toBe(200)
    expect(await (await world.call(`GET /store/offers/${offer}`)).json()).not.toHaveProperty('hidden')
  })

  test('one decision is about all open reports of the same thing', async () => {
    const { world, offer, receipt, decide, reportSubject, list } = await open()
    const other = await reportSubject(await world.write('offers', 'ben'), 'anna')
    await reportSubject(offer)
    await reportSubject(offer, 'carl')
    await decide(receipt.id, { decision: 'none' })
    expect((await list('?state=open')).items.map(({ id }) => id)).toEqual([other.id])
    expect((await list('?state=decided')).items.map(({ decision }) => decision?.kind)).toEqual([
      'none',
      'none',
      'none',
    ])
    expect((await list(`?type=subject&id=${offer}&limit=2`)).items).toHaveLength(2)
  })

  test('"show" after "hide" is what all who reported it read', async () => {
    const { offer, receipt, decide, reportSubject, read } = await open()
    await reportSubject(offer, 'carl')
    const other = await reportSubject(offer, 'dora')
    await decide(receipt.id, { decision: 'hide' })
    await decide(receipt.id, { decision: 'show' }, { etag: '"3"' })
    expect(await (await read(other.id, 'dora')).json()).toMatchObject({ decision: { kind: 'show' } })
  })

  test('"remove-picture" removes it for all of its owners', async () => {
    const { world, report, list, decide } = await open()
    const bytes = await aPicture({ height: 40 })
    const picture = await world.bringPicture('ben', bytes)
    await report({ about: { type: 'picture', id: picture } })
    const { items } = await list(`?type=picture&id=${picture}`)
    const id = items[0]?.id ?? ''
    expect((await decide(id, { decision: 'remove-picture' })).status).toBe(200)
    expect(await world.assets.find(picture)).toBeUndefined()
    expect((await decide(id, { decision: 'remove-picture' }, { etag: '"3"' })).status).toBe(200)
  })

  test('the audit log says who decided what, and nothing that the reporter wrote', async () => {
    const { world, receipt, decide } = await open()
    await decide(receipt.id, { decision: 'none', reasons: 'It is fine' }, { as: 'admin' })
    const [act] = await world.audit.list({ limit: 1 })
    expect(act).toMatchObject({
      person: 'admin',
      route: '/store/reports/:id/decide',
      params: { id: receipt.id },
      status: 200,
      change: {
        owner: 'ben',
        before: { state: 'open' },
        after: { state: 'decided', decision: 'none', reasons: 'It is fine' },
      },
    })
    expect(JSON.stringify(act)).not.toContain('does not exist')
  })
})

test('400 for what does not fit the thing, blank reasons and unknown decisions', async () => {
  const { receipt, decide, report, list, world } = await open()
  await report({ about: { type: 'person', id: 'ben' } })
  const person = (await list('?type=person&id=ben')).items[0]?.id ?? ''
  for (const [id, json, field] of [
    [receipt.id, { decision: 'remove-picture' }, 'decision'],
    [person, { decision: 'hide' }, 'decision'],
    [receipt.id, { decision: 'burn' }, 'decision'],
    [receipt.id, { decision: 'hide', reasons: ' \u200B' }, 'reasons'],
  ] as const)
    expect(await problemIn(await decide(id, json))).toMatchObject({ status: 400, field })
  for (const [query, field] of [
    ['?type=subject', 'id'],
    ['?id=x', 'type'],
    ['?type=message&id=x', 'channel'],
    ['?state=new', 'state'],
  ] as const)
    expect(await problemIn(await world.call(`GET /store/reports${query}`, { as: 'operate' }))).toMatchObject({
      status: 400,
      field,
    })
})

test('401 and 403 for everybody but operators', async () => {
  const { receipt, world, decide } = await open()
  expect((await world.call('GET /store/reports')).status).toBe(401)
  for (const as of ['anna', 'service:storage']) {
    expect((await world.call('GET /store/reports', { as })).status).toBe(403)
    expect((await decide(receipt.id, { decision: 'none' }, { as })).status).toBe(403)
  }
})

test('404 for none, 412 for another state, also when two decide at once, 428 without If-Match', async () => {
  const { receipt, decide } = await open()
  expect((await decide(newId(), { decision: 'none' })).status).toBe(404)
  expect((await decide(receipt.id, { decision: 'none' }, { etag: '"2"' })).status).toBe(412)
  expect((await decide(receipt.id, { decision: 'none' }, { etag: '' })).status).toBe(428)
  const both = await Promise.all([1, 2].map(() => decide(receipt.id, { decision: 'none' })))
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412])
})

test('of two operators with the same state, the one who is told so has done nothing', async () => {
  const { world, offer, receipt, decide } = await open()
  const [hide, none] = await Promise.all([
    decide(receipt.id, { decision: 'hide' }),
    decide(receipt.id, { decision: 'none' }),
  ])
  const isHidden = (await world.call(`GET /store/offers/${offer}`)).status === 404
  expect([hide.ok, none.ok].filter(Boolean)).toHaveLength(1)
  expect(isHidden).toBe(hide.ok)
})

test('409 while another operator acts; a minute after the death of a process it can be decided again', async () => {
  const { world, receipt, decide, list } = await open()
  const report = await world.reports.find(receipt.id)
  if (report === undefined) throw new Error('There is no report')
  await world.reports.update({ ...report, claimedAt: Date.now(), version: 2 }, 1)
  const asked = [receipt.id, { decision: 'hide' }, { etag: '"2"' }] as const
  expect(await problemIn(await decide(...asked))).toEqual({ status: 409, code: 'deciding' })
  expect((await list('?state=open')).items).toHaveLength(1)
  await world.reports.update({ ...report, claimedAt: Date.now() - 61_000, version: 2 }, 2)
  expect((await decide(...asked)).status).toBe(200)
  expect((await list('?state=open')).items).toEqual([])
})

test('503 while the picture cannot be removed: the report stays open', async () => {
  const { world, report, list, decide } = await open()
  await report({ about: { type: 'picture', id: 'a'.repeat(64) } })
  const { items } = await list('?type=picture&id=' + 'a'.repeat(64))
  await world.lose('images')
  expect((await decide(items[0]?.id ?? '', { decision: 'remove-picture' })).status).toBe(503)
  expect((await list('?state=open')).items).toHaveLength(2)
})
