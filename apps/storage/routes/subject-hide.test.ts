import { beforeEach, describe, expect, test, vi } from 'vitest'
import { aDesk } from '../reports/open-reports.fixture.ts'
import { aDraft, aTag, openWorld, problemIn, type World } from '../open-world.fixture.ts'

let world: World
let id: string

beforeEach(async () => {
  world = await openWorld({ hideAfterReports: 2 })
  id = await world.write('offers', 'ben')
})

const turn = (verb: 'hide' | 'show', over: { as?: string; etag?: string; reasons?: string } = {}) =>
  world.call(`POST /store/offers/${id}/${verb}`, {
    as: over.as ?? 'operate',
    json: { reasons: over.reasons ?? 'It is a scam' },
    headers: over.etag === '' ? {} : { 'if-match': over.etag ?? '*' },
  })
const read = (as?: string) => world.call(`GET /store/offers/${id}`, as === undefined ? {} : { as })
const listed = async () => {
  const { items } = (await (await world.call('GET /store/offers')).json()) as { items: { id: string }[] }
  return items.map((each) => each.id)
}

describe('200', () => {
  test('hidden it is in no list and no answer for others; its owner sees the reasons', async () => {
    const hidden = await turn('hide')
    expect([hidden.status, hidden.headers.get('etag')]).toEqual([200, aTag(2)])
    const shown = { hidden: true, hiddenBecause: 'It is a scam', active: true }
    for (const as of ['ben', 'operate', 'admin']) expect(await (await read(as)).json()).toMatchObject(shown)
    for (const as of [undefined, 'anna']) expect((await read(as)).status).toBe(404)
    expect(await listed()).toEqual([])
    await turn('show', { reasons: 'It is fine' })
    expect(await (await read('ben')).json()).not.toHaveProperty('hiddenBecause')
    expect(await listed()).toEqual([id])
  })

  test('matching hears of it by the event of an edit; its owner reads it in the history, without a name', async () => {
    await turn('hide')
    await turn('show')
    await expect
      .poll(async () => (await world.told()).map(({ params }) => [params['_id'], params['action']]))
      .toEqual([
        [id, 'create'],
        [id, 'update'],
        [id, 'update'],
      ])
    const history = await world.call(`GET /store/offers/${id}/history`, { as: 'ben' })
    const { items } = (await history.json()) as { items: unknown[] }
    expect(items.slice(0, 2)).toMatchObject([
      { action: 'show', by: { role: 'operate' }, fields: ['hidden', 'hiddenBecause'] },
      { action: 'hide', by: { role: 'operate' } },
    ])
    expect(JSON.stringify(items)).not.toContain('name":"operate')
  })

  test('an edit, a switch and a copy of its owner do not show it', async () => {
    await turn('hide')
    const edit = { as: 'ben', json: aDraft({ title: 'Red bike' }), headers: { 'if-match': '*' } }
    expect((await world.call(`PUT /store/offers/${id}`, edit)).status).toBe(200)
    for (const verb of ['deactivate', 'activate'])
      await world.call(`POST /store/offers/${id}/${verb}`, { as: 'ben' })
    expect(await problemIn(await world.call(`POST /store/offers/${id}/copy`, { as: 'ben' }))).toEqual({
      status: 409,
      code: 'hidden',
    })
    expect((await read()).status).toBe(404)
  })

  test('the audit log keeps the reasons of both', async () => {
    await turn('hide')
    await turn('show', { reasons: 'It is fine' })
    const [show, hide] = await world.audit.list({ limit: 2 })
    expect(hide?.change).toEqual({
      owner: 'ben',
      before: { hidden: false },
      after: { hidden: true, reasons: 'It is a scam' },
    })
    expect(show?.change).toMatchObject({ after: { hidden: false, reasons: 'It is fine' } })
  })
})

test('REPORTS_HIDE_AFTER: reports of so many people hide it until operators decide; those without an account do not', async () => {
  const { reportSubject, decide } = aDesk(world)
  const { id: first } = await reportSubject(id, 'anna')
  for (const as of ['anna', undefined, undefined]) await reportSubject(id, as)
  expect((await read()).status).toBe(200)
  await reportSubject(id, 'carl')
  expect((await read()).status).toBe(404)
  expect(await (await read('ben')).json()).toMatchObject({ hidden: true })
  await decide(first, { decision: 'show' })
  expect((await read()).status).toBe(200)
  await reportSubject(id, 'anna')
  expect((await read()).status).toBe(200)
})

test('"show" decides the open reports: after it, one further report does not hide it again', async () => {
  const { reportSubject, list } = aDesk(world)
  for (const as of ['anna', 'carl']) await reportSubject(id, as)
  expect((await read()).status).toBe(404)
  expect((await turn('show', { reasons: 'It is fine' })).status).toBe(200)
  expect((await list()).items.map(({ decision }) => decision)).toMatchObject([
    { kind: 'show', reasons: 'It is fine', by: 'operate' },
    { kind: 'show' },
  ])
  await reportSubject(id, 'dora')
  expect((await read()).status).toBe(200)
})

test('who reports gets the receipt also while nothing can be hidden; a further call of the same person hides it', async () => {
  const { reportSubject } = aDesk(world)
  await reportSubject(id, 'anna')
  vi.spyOn(world.subjects, 'update').mockRejectedValueOnce(new Error('The disk is full'))
  const { id: receipt } = await reportSubject(id, 'carl')
  expect((await read()).status).toBe(200)
  expect((await reportSubject(id, 'carl')).id).toBe(receipt)
  expect((await read()).status).toBe(404)
})

test('nothing is shown that operators have not read: 412 after an edit of its owner, 428 without If-Match', async () => {
  const { reportSubject, decide, read: readReport } = aDesk(world)
  const { id: report } = await reportSubject(id, 'anna')
  const hidden = await turn('hide')
  const edit = { as: 'ben', json: aDraft({ title: 'Weapons' }), headers: { 'if-match': '*' } }
  await world.call(`PUT /store/offers/${id}`, edit)
  expect((await turn('show', { etag: '' })).status).toBe(428)
  expect((await turn('show', { etag: hidden.headers.get('etag') ?? '' })).status).toBe(412)
  const refused = { status: 412, code: 'edited', field: 'If-Match' }
  expect(await problemIn(await decide(report, { decision: 'show' }))).toEqual(refused)
  expect((await read()).status).toBe(404)
  const seen = await readReport(report, 'operate')
  expect(await seen.json()).toMatchObject({ subject: { title: 'Bike' }, edited: { title: 'Weapons' } })
  const etag = seen.headers.get('etag') ?? ''
  expect((await decide(report, { decision: 'show' }, { etag })).status).toBe(200)
  expect((await read()).status).toBe(200)
})

test('400 without reasons, 401 and 403 for others, 404 for none, 412 for another state', async () => {
  expect(await problemIn(await turn('hide', { reasons: '' }))).toMatchObject({
    status: 400,
    field: 'reasons',
  })
  expect((await world.call(`POST /store/offers/${id}/hide`, { json: { reasons: 'x' } })).status).toBe(401)
  for (const as of ['ben', 'anna', 'service:storage']) expect((await turn('hide', { as })).status).toBe(403)
  const other = { as: 'operate', json: { reasons: 'x' } }
  for (const path of [`/store/searches/${id}/hide`, '/store/offers/nothing/show'])
    expect((await world.call(`POST ${path}`, other)).status).toBe(404)
  expect((await turn('hide', { etag: '"2"' })).status).toBe(412)
  expect((await read()).status).toBe(200)
})
