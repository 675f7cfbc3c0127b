import { connect } from 'node:net'
import { beforeEach, describe, expect, test } from 'vitest'
import { snapToGrid } from '#lib/geo/snap.ts'
import { putForbidden } from '../../forbidden/open-forbidding.fixture.ts'
import { aDraft, openWorld, problemIn, type World } from '../../open-world.fixture.ts'
import { aLine, AS, OWNER, send, textOf, titlesOf } from '../send-lines.fixture.ts'

const END = '{"end":true}'
const MEBIBYTE = 1_048_576

let world: World

beforeEach(async () => {
  world = await openWorld()
})

describe('200', () => {
  test('new, refreshed, unchanged and removed offers are counted; an unchanged one keeps its version', async () => {
    const first = await send(world, [aLine('a'), aLine('b'), aLine('c'), END])
    expect(first.last).toMatchObject({
      complete: true,
      lines: 3,
      new: 3,
      refreshed: 0,
      removed: 0,
      refused: 0,
    })
    const second = await send(world, [aLine('a'), aLine('b', { title: 'Other' }), aLine('d'), END])
    expect(second.last).toMatchObject({ new: 1, refreshed: 1, unchanged: 1, removed: 1, refused: 0 })
    expect(await titlesOf(world)).toEqual(['Offer a', 'Offer d', 'Other'])
    const { items } = await world.subjects.list({ owner: OWNER, limit: 9 })
    expect(items.filter(({ version }) => version > 1).map(({ title }) => title)).toEqual(['Other'])
    const id = items.find(({ title }) => title === 'Other')?.id ?? ''
    expect(await world.subjects.history(id)).toMatchObject([
      { action: 'update', fields: ['title'], by: { role: 'service', name: 'offers' } },
      { action: 'create' },
    ])
  })

  test('without an end nothing is removed; "complete" in the query is an end', async () => {
    await send(world, [aLine('a'), aLine('b')])
    expect((await send(world, [aLine('a')])).last).toMatchObject({ complete: false, removed: 0 })
    expect((await send(world, [aLine('a')], { query: '?complete=true' })).last).toMatchObject({
      complete: true,
      removed: 1,
    })
    expect(await titlesOf(world)).toEqual(['Offer a'])
  })

  test('a partial run is done at its end, and removes nothing', async () => {
    await send(world, [aLine('a'), aLine('b')])
    for (const query of ['?partial=true', '?partial=true&complete=true'])
      expect((await send(world, [aLine('a'), END], { query })).last).toMatchObject({
        complete: true,
        removed: 0,
      })
    expect(await titlesOf(world)).toEqual(['Offer a', 'Offer b'])
  })

  test('offers that no bulk wrote stay; a hidden place is kept as the cell in which it lies', async () => {
    const id = await world.write('offers', AS, { owner: OWNER, title: 'By hand' })
    await send(world, [aLine('a'), END])
    await send(world, [aLine('b', { showLocation: false }), END])
    expect(await titlesOf(world)).toEqual(['By hand', 'Offer b'])
    const { items } = await world.subjects.list({ owner: OWNER, limit: 9 })
    const hidden = items.find((offer) => offer.id !== id)
    expect(hidden?.at).toEqual(snapToGrid({ lat: 52.5201, lng: 13.4051 }))
  })

  test('a line with a forbidden word is refused; one that operators look at first is hidden, and in their queue', async () => {
    await putForbidden(world)
    const { refused, last } = await send(world, [
      aLine('a', { title: 'Gewehr' }),
      aLine('b', { title: 'Messer' }),
      aLine('c'),
    ])
    expect(refused).toMatchObject([{ line: 1, field: 'title' }])
    expect(last).toMatchObject({ new: 2, refused: 1 })
    const { items } = await world.subjects.list({ owner: OWNER, limit: 9 })
    expect(items.filter(({ hidden }) => hidden).map(({ title }) => title)).toEqual(['Messer'])
    const queue: unknown = await (await world.call('GET /store/reports', { as: 'operate' })).json()
    expect(queue).toMatchObject({
      items: [{ about: { id: items.find(({ hidden }) => hidden)?.id }, forbidden: 'Messer' }],
    })
  })

  test('refused lines have their number, field and reason; the others are written', async () => {
    const { refused, last } = await send(world, [
      aLine('a'),
      'nonsense',
      '[1]',
      '',
      aLine('b', { title: '' }),
      aLine('c', { region: { circle: { radiusMeters: 1_000 } } }),
      aLine('d', { owner: 'importer:other' }),
      aLine('e', { mobile: true, device: 'phone-1' }),
      aLine('f', { keywords: ['x'.repeat(65)] }),
      aLine('g', { validUntil: '2020-01-01T00:00:00Z' }),
      aLine('a'),
      aLine('x'.repeat(201)),
      { ...aLine('h'), ref: 7 },
      aLine('i'),
    ])
    const named = refused.map(({ line, field }) => [line, field])
    expect(named).toEqual([
      [2, undefined],
      [3, undefined],
      [5, 'title'],
      [6, 'region.circle.centre'],
      [7, 'owner'],
      [8, 'device'],
      [9, 'keywords.0'],
      [10, 'validUntil'],
      [11, 'ref'],
      [12, 'ref'],
      [13, 'ref'],
    ])
    expect(refused[8]?.['reason']).toContain('line 1 has it too')
    expect(last).toMatchObject({ new: 2, refused: 11, lines: 14 })
    expect(await titlesOf(world)).toEqual(['Offer a', 'Offer i'])
  })

  test('what a refused line names stays as it is, also when the body is complete; a later line may still name it', async () => {
    const id = await world.write('offers', AS, { owner: OWNER, title: 'By hand' })
    await send(world, [aLine('a'), aLine('b'), END])
    const wrong = [aLine('a', { title: '' }), aLine(id, { title: '' })]
    const { last } = await send(world, [...wrong, END])
    expect(last).toMatchObject({ complete: true, unchanged: 0, removed: 1, refused: 2 })
    expect(last).not.toHaveProperty('kept')
    expect(await titlesOf(world)).toEqual(['By hand', 'Offer a'])
    const again = await send(world, wrong, { query: '?run=r1' })
    expect(again.refused).toMatchObject([{ ref: 'a' }, { ref: id }])
    const rest = await send(world, [aLine('a', { title: 'Other' }), END], { query: '?run=r1&from=2' })
    expect(rest.last).toMatchObject({ refreshed: 1, removed: 0, refused: 2 })
    // What a bulk only named in a refused line does not become a part of it.
    expect((await send(world, [END])).last).toMatchObject({ removed: 1 })
    expect(await titlesOf(world)).toEqual(['By hand'])
  })

  test('when a refused line of the run has no readable ref, nothing is removed, and the totals say so', async () => {
    await send(world, [aLine('a'), aLine('b'), END])
    await send(world, ['nonsense', ''], { query: '?run=r1' })
    for (const lines of [[aLine('a'), END], [END]]) {
      const { last } = await send(world, lines, { query: '?run=r1&from=1' })
      expect(last).toMatchObject({ complete: true, unchanged: 1, removed: 0, refused: 1 })
      expect(last['kept']).toContain('without a readable "ref"')
    }
    expect(await titlesOf(world)).toEqual(['Offer a', 'Offer b'])
    expect((await send(world, [aLine('a'), END])).last).toMatchObject({ removed: 1 })
  })

  test('a body that ends in the middle of a line is broken off: this line does not count, and nothing is removed', async () => {
    await send(world, [aLine('a'), aLine('b'), aLine('c'), END])
    const cut = '{"ref":"b","title":"Off'
    for (const query of ['?run=r1&complete=true', '?run=r1', '?run=r1&from=1&complete=true']) {
      const body = query.includes('from') ? [cut] : [aLine('a'), cut]
      expect((await send(world, body, { query })).last).toMatchObject({ problem: { code: 'body_broken' } })
    }
    expect(await world.bulks.find(OWNER)).toMatchObject({ lines: 1, refused: 0, isDone: false, heldUntil: 0 })
    // Also of a line that is stored already.
    await send(world, [aLine('b')], { query: '?run=r1&from=1' })
    const again = await send(world, [aLine('a'), cut], { query: '?run=r1&complete=true' })
    expect(again.last).toMatchObject({ problem: { code: 'body_broken' } })
    expect((await send(world, ['{"end":tr'], { query: '?run=r1&from=2' })).last).toHaveProperty('problem')
    expect(await titlesOf(world)).toEqual(['Offer a', 'Offer b', 'Offer c'])
    const { last } = await send(world, [END], { query: '?run=r1&from=2' })
    expect(last).toMatchObject({ lines: 2, removed: 1, refused: 0, complete: true })
  })

  test('a line of 10 MB and one that is not UTF-8 are refused with their number, and passed over', async () => {
    const encoder = new TextEncoder()
    const { refused, last } = await send(
      world,
      new Blob([
        encoder.encode(`${textOf([aLine('a')])}\n{"ref":"b","title":"`),
        new Uint8Array(10 * MEBIBYTE).fill(120),
        encoder.encode('"}\n'),
        Uint8Array.of(0xff, 10),
        encoder.encode(textOf([aLine('c')])),
      ]),
    )
    expect(refused).toEqual([
      { line: 2, reason: 'The line must be at most 65536 bytes' },
      { line: 3, reason: 'The line must be UTF-8' },
    ])
    expect(last).toMatchObject({ new: 2, refused: 2, lines: 4 })
  })

  test('a ref may be the id of an offer, as an export has it', async () => {
    const id = await world.write('offers', AS, { owner: OWNER, title: 'By hand' })
    const others = await world.write('offers', AS, { owner: 'importer:other', title: 'Others' })
    await send(world, [aLine(id, { title: 'Edited' }), aLine(others)])
    expect((await world.subjects.find(id))?.title).toBe('Edited')
    expect((await world.subjects.find(others))?.title).toBe('Others')
    expect(await titlesOf(world)).toEqual(['Edited', `Offer ${others}`])
  })

  test('a person has the bound of active offers, and an admin writes for everybody', async () => {
    const lines = Array.from({ length: 51 }, (_, index) => aLine(String(index)))
    const { refused, last } = await send(world, lines, { as: 'anna', owner: 'anna' })
    expect(refused).toMatchObject([{ line: 51, field: 'active' }])
    expect(last).toMatchObject({ new: 50, refused: 1 })
    const off = await send(world, [aLine('51', { active: false })], { as: 'admin', owner: 'anna' })
    expect(off.last).toMatchObject({ new: 1, refused: 0 })
    const many = await send(world, [...Array<string>(1_001).fill('x'), ''], { as: 'anna', owner: 'anna' })
    expect(many.last).toMatchObject({ problem: { code: 'too_many_lines' } })
    expect(many.refused).toHaveLength(1_000)
  })

  test('each new offer of a person counts for their rate of creations, and a thousand are the most', async () => {
    const limits = {
      strangerListsPerMinute: 0,
      personListsPerMinute: 0,
      personCreationsPerHour: 3,
      newAccountCreationsPerHour: 0,
    }
    world = await openWorld({ limits })
    const five = ['1', '2', '3', '4', '5'].map((ref) => aLine(ref, { active: false }))
    for (let run = 1; run <= 2; run += 1) {
      const { refused, last } = await send(world, five, { as: 'anna', owner: 'anna' })
      expect(refused.map(({ line }) => line)).toEqual([4, 5])
      expect(refused[0]?.['reason']).toContain('Too many new offers')
      expect(last).toMatchObject(run === 1 ? { new: 3 } : { unchanged: 3 })
    }
    const draft = { as: 'anna', json: aDraft({ active: false }) }
    expect((await world.call('POST /store/offers', draft)).status).toBe(429)
    expect((await send(world, five)).last).toMatchObject({ new: 5 })
    const many = Array.from({ length: 1_000 }, (_, index) => aLine(`m${index}`, { active: false }))
    const full = await send(world, many, { as: 'admin', owner: 'anna' })
    expect(full.last).toMatchObject({ new: 997, refused: 3 })
    expect(full.refused[0]?.['reason']).toContain('at most 1000 offers by bulks')
  })

  test('matching is told once, when the run is done', async () => {
    await send(world, [aLine('a')], { query: '?run=r1' })
    await send(world, [END], { query: '?run=r1&from=1' })
    await expect.poll(world.told).toMatchObject([{ type: 'bud', params: { owner: OWNER } }])
  })
})

describe('a run', () => {
  const runOf = async (run: string) =>
    (await world.call(`GET /store/bulk/offers/${OWNER}/runs/${run}`, { as: AS })).json()

  test('goes on behind the lines that are stored, in as many bodies as it takes', async () => {
    expect((await send(world, [aLine('a'), aLine('b')], { query: '?run=r1' })).last).toMatchObject({
      lines: 2,
    })
    expect(await runOf('r1')).toMatchObject({ run: 'r1', lines: 2, new: 2, done: false, held: false })
    const rest = [aLine('c'), aLine('a'), END]
    const { last, refused } = await send(world, rest, { query: '?run=r1&from=2' })
    expect(refused).toMatchObject([{ line: 4, field: 'ref' }])
    expect(last).toMatchObject({ lines: 4, new: 3, refused: 1, complete: true })
    expect(await runOf('r1')).toMatchObject({ lines: 4, done: true })
  })

  test('repeated lines, and a run that is done, change nothing', async () => {
    const lines = [aLine('a'), aLine('b')]
    await send(world, lines, { query: '?run=r1' })
    const again = await send(world, [...lines, aLine('c'), END], { query: '?run=r1' })
    expect(again.last).toMatchObject({ lines: 3, new: 3, unchanged: 0, complete: true })
    const { last } = await send(world, [aLine('d'), END], { query: '?run=r1' })
    expect(last).toMatchObject({ lines: 3, new: 3, complete: true })
    expect(await titlesOf(world)).toEqual(['Offer a', 'Offer b', 'Offer c'])
  })

  test('behind more lines than are stored is 400; one that is not the newest is 404', async () => {
    await send(world, [aLine('a')], { query: '?run=r1' })
    const { status, last } = await send(world, [aLine('c')], { query: '?run=r1&from=2' })
    expect([status, last['field']]).toEqual([400, 'from'])
    expect(await runOf('r1')).toMatchObject({ lines: 1, held: false })
    await send(world, [aLine('a')], { query: '?run=r2' })
    const response = await world.call(`GET /store/bulk/offers/${OWNER}/runs/r1`, { as: AS })
    expect(await problemIn(response)).toMatchObject({ status: 404 })
  })
})

describe('a body that stays open', () => {
  /** Sends the beginning of a body by hand. */
  async function begin(text: string, query: string, { as = AS, owner = OWNER } = {}) {
    const { url, authorization } = await world.serve(as)
    const { port } = new URL(url)
    const socket = connect(Number(port), '127.0.0.1')
    let answer = ''
    socket.on('data', (piece) => void (answer += piece.toString()))
    const chunk = (piece: string) => `${Buffer.byteLength(piece).toString(16)}\r\n${piece}\r\n`
    const head = [
      `PUT /store/bulk/offers/${owner}${query} HTTP/1.1`,
      `host: 127.0.0.1:${port}`,
      `authorization: ${authorization}`,
      'content-type: application/x-ndjson',
      'transfer-encoding: chunked',
    ]
    socket.write(`${head.join('\r\n')}\r\n\r\n${chunk(text)}`)
    await expect.poll(() => answer).toContain('"stored":0')
    return {
      socket,
      answer: () => answer,
      more: (piece: string) => socket.write(chunk(piece)),
      end: () => socket.write('0\r\n\r\n'),
    }
  }

  test('is answered before it ends; a second bulk of this owner gets 409 and who holds it', async () => {
    const first = await begin('\n', '?run=r1')
    const second = await send(world, [aLine('z')])
    expect([second.status, second.last['code']]).toEqual([409, 'bulk_held'])
    expect(second.last['detail']).toContain('run "r1" by service "offers"')
    expect((await world.call(`DELETE /store/bulk/offers/${OWNER}`, { as: 'admin' })).status).toBe(409)
    expect((await send(world, [aLine('z')], { owner: 'importer:other' })).status).toBe(200)
    first.more(textOf([aLine('a'), END]))
    first.end()
    await expect.poll(async () => (await world.bulks.find(OWNER))?.isDone).toBe(true)
    expect(await titlesOf(world)).toEqual(['Offer a'])
    expect((await send(world, [aLine('z')])).status).toBe(200)
  })

  test('of an admin for a person does not tell the person which admin it is', async () => {
    const { socket } = await begin('\n', '?run=r1', { as: 'admin', owner: 'anna' })
    const { status, last } = await send(world, [aLine('z')], { as: 'anna', owner: 'anna' })
    expect([status, last['code']]).toEqual([409, 'bulk_held'])
    expect(last['detail']).toContain('run "r1" by admin, begun at')
    socket.destroy()
  })

  test('ends at once when another call goes on with its run', async () => {
    const first = await begin('\n', '?run=r1')
    const { last } = await send(world, [aLine('a'), END], { query: '?run=r1' })
    expect(last).toMatchObject({ new: 1, complete: true })
    await expect.poll(first.answer).toContain('"bulk_taken_over"')
    expect(await world.bulks.find(OWNER)).toMatchObject({ isDone: true, lines: 1 })
  })

  test('and breaks off stores its whole lines, removes nothing, and can be gone on with', async () => {
    await send(world, [aLine('old'), END])
    const { socket } = await begin(
      `${textOf([aLine('a'), aLine('b')])}\n{"ref":"c","ti`,
      '?run=r1&complete=true',
    )
    socket.destroy()
    await expect.poll(async () => (await world.bulks.find(OWNER))?.heldUntil).toBe(0)
    expect(await world.bulks.find(OWNER)).toMatchObject({ run: 'r1', lines: 2, created: 2, isDone: false })
    expect(await titlesOf(world)).toEqual(['Offer a', 'Offer b', 'Offer old'])
    const { last } = await send(world, [aLine('c'), END], { query: '?run=r1&from=2' })
    expect(last).toMatchObject({ new: 3, removed: 1, complete: true })
    expect(await titlesOf(world)).toEqual(['Offer a', 'Offer b', 'Offer c'])
  })
})

test('a line behind the end removes nothing', async () => {
  await send(world, [aLine('old')])
  const { last } = await send(world, [aLine('a'), END, aLine('b')])
  expect(last).toMatchObject({ problem: { code: 'after_end' } })
  expect(await titlesOf(world)).toEqual(['Offer a', 'Offer old'])
})

test('who may not, and what is no such body, is refused, and nothing is written', async () => {
  const refusals: [Parameters<typeof send>[2], number, string][] = [
    [{ owner: 'anna' }, 403, 'not_yours'],
    [{ as: 'anna', owner: 'ben' }, 403, 'not_yours'],
    [{ as: 'anna' }, 403, 'not_yours'],
    [{ as: 'operate' }, 403, 'forbidden'],
    [{ headers: { 'content-type': 'application/json' } }, 415, 'bad_content_type'],
    [{ headers: { 'content-encoding': 'gzip' } }, 415, 'bad_encoding'],
    [{ query: '?run=%2F' }, 400, 'bad_field'],
    [{ query: '?from=-1' }, 400, 'bad_field'],
  ]
  for (const [options, status, code] of refusals) {
    const { status: got, last } = await send(world, [aLine('a')], options)
    expect([options, got, last['code']]).toEqual([options, status, code])
  }
  // One body is no larger than this; a larger bulk is sent in parts.
  const large = await send(world, new Uint8Array(64 * MEBIBYTE + 1))
  expect([large.status, large.last['code']]).toEqual([413, 'too_large'])
  expect(await world.bulks.find(OWNER)).toBeUndefined()
})
