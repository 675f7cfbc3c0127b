import { beforeEach, describe, expect, test } from 'vitest'
import { newId } from '#lib/ids/new-id.ts'
import { problemIn } from '../../open-world.fixture.ts'
import { openChat, type Chat, type ShownMessage } from '../open-chat.fixture.ts'

let chat: Chat

beforeEach(async () => {
  chat = await openChat()
  await chat.open('anna')
})

describe('201', () => {
  test('the message as both read it; the event has ids and no text', async () => {
    const response = await chat.say('anna', { text: 'Is it still there?' })
    expect([response.status, response.headers.get('etag')]).toEqual([201, '"1"'])
    const written = (await response.json()) as ShownMessage
    expect(written).toMatchObject({ channel: chat.match.id, seq: 1, from: 'anna', version: 1, warnings: [] })
    expect(await chat.messages('ben')).toEqual([written])
    const told = async () => (await chat.told()).filter(({ type }) => type === 'chm')
    await expect.poll(told).toHaveLength(1)
    const [event] = await told()
    expect(event?.params).toEqual({ channel: chat.match.id, message: written.id, sender: 'anna' })
  })

  test('any text is kept as it is: emoji, right to left, combining marks, line breaks, 2,000 characters', async () => {
    await chat.greet()
    for (const text of ['👩‍👩‍👧 שלום', 'e\u0301\u0302', 'one\n\ttwo', '{"$ne":1}', 'x'.repeat(2_000)]) {
      expect((await chat.say('ben', { text })).status).toBe(201)
      expect((await chat.messages())[0]?.text).toBe(text)
    }
  })

  test("nobody writes in the other person's name, or chooses the number", async () => {
    const forged = {
      text: 'x',
      from: 'ben',
      channel: 'other',
      seq: 9,
      at: '2020-01-01T00:00:00Z',
      version: 7,
    }
    const written = (await (await chat.say('anna', forged)).json()) as ShownMessage
    expect(written).toMatchObject({ from: 'anna', channel: chat.match.id, seq: 1, version: 1 })
    expect(Date.parse(written.at)).toBeGreaterThan(Date.parse(forged.at))
  })

  test('many at once have numbers without gaps', async () => {
    await chat.greet()
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => chat.say(index % 2 === 0 ? 'anna' : 'ben', { text: 'x' })),
    )
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201))
    expect((await chat.messages()).map(({ seq }) => seq)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1])
  })

  test('a reader is warned of links to pay and of numbers of accounts', async () => {
    await chat.greet()
    await chat.say('ben', { text: 'Pay to DE89 3704 0044 0532 0130 00 or paypal.me/ben' })
    expect((await chat.messages())[0]?.warnings).toEqual(['payment-link', 'iban'])
  })
})

describe('a message that is sent again', () => {
  test('200: it is kept once, also when it is sent at the same time or after an edit', async () => {
    const json = { id: newId(), text: 'Hello' }
    const answers = await Promise.all([1, 2, 3].map(() => chat.say('anna', json)))
    for (const answer of answers) expect(await answer.json()).toMatchObject({ id: json.id, seq: 1 })
    expect((await chat.say('anna', json)).status).toBe(200)
    const path = `/store/channels/${chat.match.id}`
    const edit = { as: 'anna', json: { text: 'Good day' }, headers: { 'if-match': '"1"' } }
    expect((await chat.call(`PUT ${path}/messages/${json.id}`, edit)).status).toBe(200)
    await chat.call(`POST ${path}/leave`, { as: 'ben' })
    const again = await chat.say('anna', json)
    expect([again.status, await again.json()]).toMatchObject([200, { text: 'Good day' }])
    expect(await chat.messages()).toHaveLength(1)
  })

  test('422 when the id is that of another message', async () => {
    const id = newId()
    await chat.say('anna', { id, text: 'Hello' })
    const reused = { status: 422, code: 'id_reused', field: 'id' }
    expect(await problemIn(await chat.say('anna', { id, text: 'Other words' }))).toEqual(reused)
    expect(await problemIn(await chat.say('ben', { id, text: 'Hello' }))).toEqual(reused)
    expect(await chat.messages()).toHaveLength(1)
  })
})

describe('409', () => {
  const closed = { status: 409, code: 'channel_closed' }

  test('before an answer: a third message, and links', async () => {
    const link = await problemIn(await chat.say('anna', { text: 'See exa\u200Bmple.com' }))
    expect(link).toEqual({ status: 409, code: 'links_too_early', field: 'text' })
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => chat.say('anna', { text: 'Hello?' })))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 201, 409, 409, 409])
    expect(await problemIn(await chat.say('anna', { text: 'Hello?' }))).toEqual({
      status: 409,
      code: 'not_answered',
      field: 'text',
    })
    expect((await chat.say('ben', { text: 'See example.com' })).status).toBe(201)
    expect((await chat.say('anna', { text: 'I see, example.com' })).status).toBe(201)
  })

  test('pictures before five messages', async () => {
    await chat.greet()
    for (let count = 2; count < 5; count += 1) {
      const early = await problemIn(await chat.say('anna', { image: 'ab' }))
      expect(early).toEqual({ status: 409, code: 'pictures_too_early', field: 'image' })
      await chat.say('ben', { text: 'Hello' })
    }
    expect(await (await chat.say('anna', { image: 'ab' })).json()).toMatchObject({ text: '', image: 'ab' })
  })

  test('once one has left it, or one has blocked the other; a lifted block lets them open it again', async () => {
    await chat.greet()
    await chat.block('ben', 'anna')
    for (const as of ['anna', 'ben'])
      expect(await problemIn(await chat.say(as, { text: 'x' }))).toEqual(closed)
    await chat.blocks.remove({ id: newId(), by: 'ben', person: 'anna', since: 1 })
    expect(await problemIn(await chat.say('anna', { text: 'x' }))).toEqual(closed)
    await chat.open('ben')
    expect((await chat.say('anna', { text: 'x' })).status).toBe(201)
    await chat.call(`POST /store/channels/${chat.match.id}/leave`, { as: 'ben' })
    expect(await problemIn(await chat.say('anna', { text: 'x' }))).toEqual(closed)
    expect(await chat.messages()).toHaveLength(3)
  })
})

test('429 above the rate of a person, also when all come at once; the other person can write', async () => {
  await chat.greet()
  const answers = await Promise.all(Array.from({ length: 30 }, () => chat.say('anna', { text: 'Answer!' })))
  const statuses = answers.map(({ status }) => status)
  expect(new Set(statuses)).toEqual(new Set([201, 429]))
  const refused = answers.find(({ status }) => status === 429)
  expect(refused?.headers.get('retry-after')).toMatch(/^[1-9]$/u)
  expect((await chat.say('ben', { text: 'Slowly' })).status).toBe(201)
  expect(await chat.messages()).toHaveLength(3 + statuses.filter((status) => status === 201).length)
})

test('503 while nobody can say who blocked whom: nothing is written', async () => {
  await chat.lose('matching')
  expect((await chat.say('anna', { text: 'Hello' })).status).toBe(503)
  expect(await chat.messages()).toEqual([])
})

test('400 names the field, and nothing is written', async () => {
  for (const json of [
    {},
    { text: '' },
    { text: ' \n\u200B ' },
    { text: 'x'.repeat(2_001) },
    { text: '👍'.repeat(10_000) },
    { text: 'a\u0000b' },
    { text: 'a\u001B[31m' },
    { text: '\uD800' },
    { text: 7 },
    { text: null },
    { text: ['x'] },
    { text: { $ne: 1 } },
    { text: 'x', image: '../../x' },
    { text: 'x', id: 'a b' },
    { text: 'x', id: 'x'.repeat(65) },
    { text: 'x', imgae: 'ab' },
  ] as Record<string, unknown>[]) {
    const { status, field } = await problemIn(await chat.say('anna', json))
    expect([json, status, field]).toEqual([json, 400, Object.keys(json).at(-1) ?? 'text'])
  }
  expect(await chat.messages()).toEqual([])
})

test('404 for strangers and for an unknown channel, 401 without a token', async () => {
  const path = `/store/channels/${chat.match.id}`
  const missing = { status: 404, code: 'not_found' }
  expect(await problemIn(await chat.say('carl', { text: 'x' }))).toEqual(missing)
  const json = { text: 'x' }
  expect(
    await problemIn(await chat.call(`POST /store/channels/${newId()}/messages`, { as: 'anna', json })),
  ).toEqual(missing)
  expect((await chat.call(`POST ${path}/messages`, { json })).status).toBe(401)
  for (const as of ['service:storage', 'admin'])
    expect((await chat.call(`GET ${path}`, { as })).status).toBe(403)
})
