import { beforeEach, expect, test } from 'vitest'
import { openWorld, problemIn, type World } from '../../open-world.fixture.ts'
import { ENTRIES, putForbidden } from '../open-forbidding.fixture.ts'

let world: World

beforeEach(async () => {
  world = await openWorld()
})

const read = (as: string) => world.call('GET /store/forbidden', { as })

test('200: the list as it was put, with its ETag; operators read it too', async () => {
  const empty = await read('admin')
  expect([await empty.json(), empty.headers.get('etag')]).toEqual([{ entries: [] }, '"0"'])
  const put = await putForbidden(world)
  expect([put.status, put.headers.get('etag')]).toEqual([200, '"1"'])
  expect(await (await read('operate')).json()).toEqual({ entries: ENTRIES })
  const cached = { as: 'operate', headers: { 'if-none-match': '"1"' } }
  expect((await world.call('GET /store/forbidden', cached)).status).toBe(304)
})

test('the audit log has what came and what went', async () => {
  await putForbidden(world)
  await putForbidden(world, ENTRIES.slice(1), { etag: '"1"' })
  const [second, first] = await world.audit.list({ limit: 2 })
  expect(first?.change).toMatchObject({ before: { entries: [] }, after: { entries: ENTRIES } })
  expect(second?.change).toMatchObject({ before: { entries: ENTRIES.slice(0, 1) }, after: { entries: [] } })
})

test('400 names the entry and its field', async () => {
  const good = ENTRIES[0]
  for (const [entry, field] of [
    [{ ...good, kind: 'person' }, 'entries.1.kind'],
    [{ ...good, does: 'burn' }, 'entries.1.does'],
    [{ ...good, value: '\u200B!' }, 'entries.1.value'],
    [{ ...good, value: 'a b c d e f' }, 'entries.1.value'],
    [{ ...good, value: 'x'.repeat(101) }, 'entries.1.value'],
    [{ ...good, kind: 'host', value: 'https://scam.example/' }, 'entries.1.value'],
    [{ ...good, kind: 'host', value: 'com' }, 'entries.1.value'],
  ] as const)
    expect(await problemIn(await putForbidden(world, [good, entry]))).toMatchObject({ status: 400, field })
  const many = Array.from({ length: 501 }, () => good)
  expect(await problemIn(await putForbidden(world, many))).toMatchObject({ status: 400, field: 'entries' })
})

test('403 for operators and others, 412 for another state, also for two at once, 428 without If-Match', async () => {
  for (const as of ['operate', 'anna', 'service:storage'])
    expect((await putForbidden(world, ENTRIES, { as })).status).toBe(403)
  for (const as of ['anna', 'service:storage']) expect((await read(as)).status).toBe(403)
  expect((await putForbidden(world, ENTRIES, { etag: '"1"' })).status).toBe(412)
  expect((await putForbidden(world, ENTRIES, { etag: '' })).status).toBe(428)
  const both = await Promise.all([1, 2].map(() => putForbidden(world)))
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412])
})
