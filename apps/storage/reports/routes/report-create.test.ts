import { describe, expect, test } from 'vitest'
import { newId } from '#lib/ids/new-id.ts'
import { openChat } from '../../channels/open-chat.fixture.ts'
import { openWorld, problemIn } from '../../open-world.fixture.ts'
import { aDesk } from '../open-reports.fixture.ts'
import { receiptSchema } from '../report-wire.ts'

const missing = { status: 404, code: 'not_found' }

async function open() {
  const world = await openWorld()
  const offer = await world.write('offers', 'ben')
  return { world, offer, ...aDesk(world) }
}

describe('201', () => {
  test('without an account: the secret of the receipt shows the report, and nothing else does', async () => {
    const { offer, report, read } = await open()
    const about = { type: 'subject', id: offer }
    const response = await report({ about, reason: 'illegal', text: 'Stolen', email: 'mila@example.org' })
    const { id, secret = '' } = receiptSchema.parse(await response.json())
    expect([response.status, response.headers.get('location')]).toEqual([201, `/store/reports/${id}`])
    expect(await (await read(`${id}?secret=${secret}`)).json()).toEqual({
      id,
      about,
      reason: 'illegal',
      text: 'Stolen',
      at: expect.any(String),
      state: 'open',
    })
    for (const path of [
      id,
      `${id}?secret=`,
      `${id}?secret=${secret.slice(1)}`,
      `${newId()}?secret=${secret}`,
    ])
      expect(await problemIn(await read(path))).toEqual(missing)
    for (const as of ['ben', 'service:storage']) expect(await problemIn(await read(id, as))).toEqual(missing)
  })

  test('operators see the offer as everybody saw it then, whatever becomes of it', async () => {
    const { world, offer, reportSubject, read } = await open()
    const { id } = await reportSubject(offer, 'anna')
    await world.call(`DELETE /store/offers/${offer}`, { as: 'ben', headers: { 'if-match': '*' } })
    const seen = await (await read(id, 'operate')).json()
    expect(seen).toMatchObject({
      reporter: 'anna',
      owner: 'ben',
      subject: { id: offer, title: 'Bike', keywords: ['bike'], owner: 'ben' },
    })
    expect(await (await read(id, 'anna')).json()).not.toHaveProperty('subject')
  })

  test('a hidden place and the private fields of the owner are not in it', async () => {
    const { world, reportSubject, read } = await open()
    const over = { showLocation: false, not: ['thief'], ext: { note: 'secret' } }
    const { id } = await reportSubject(await world.write('offers', 'ben', over), 'anna')
    const text = await (await read(id, 'operate')).text()
    for (const word of ['52.5201', 'thief', 'secret']) expect(text).not.toContain(word)
  })

  test('of a message with the last 20 of its channel, by its two people only', async () => {
    const chat = await openChat()
    const { report, read } = aDesk(chat)
    await chat.open('anna')
    await chat.greet()
    for (let count = 0; count < 10; count += 1) {
      await chat.say('anna', { text: `Where? ${count}` })
      await chat.say('ben', { text: `Here ${count}` })
    }
    const all = await chat.messages()
    const first = all.find(({ text, from }) => from === 'ben' && text === 'Hello')?.id
    const newest = all.find(({ text }) => text === 'Here 9')?.id
    const about = (id: string | undefined) => ({ type: 'message', channel: chat.match.id, id })
    const receipt = receiptSchema.parse(await (await report({ about: about(newest) }, 'anna')).json())
    const seen = (await (await read(receipt.id, 'operate')).json()) as { messages: { text: string }[] }
    expect(seen).toMatchObject({ owner: 'ben', messages: all.slice(0, 20) })
    expect(seen.messages).toHaveLength(20)
    const early = receiptSchema.parse(await (await report({ about: about(first) }, 'anna')).json())
    expect(await (await read(early.id, 'admin')).json()).toMatchObject({
      messages: [...all.slice(0, 20), { id: first }],
    })
    for (const as of ['carl', undefined, 'operate'])
      expect(await problemIn(await report({ about: about(newest) }, as))).toEqual(missing)
    for (const wrong of [{ ...about(newest), channel: newId() }, about(newId())])
      expect(await problemIn(await report({ about: wrong }, 'anna'))).toEqual(missing)
    expect(await problemIn(await report({ about: about(newest) }, 'ben'))).toMatchObject({
      status: 400,
      field: 'about.id',
    })
  })

  test('of pictures and people, whether there are such or not', async () => {
    const { report } = await open()
    for (const about of [
      { type: 'picture', id: 'a'.repeat(64) },
      { type: 'person', id: 'nobody@example.org' },
    ])
      expect((await report({ about }, 'anna')).status).toBe(201)
  })
})

test('200 for what the same person has reported already, without a secret', async () => {
  const { offer, report, reportSubject, list } = await open()
  const { id } = await reportSubject(offer, 'anna')
  const again = await report({ about: { type: 'subject', id: offer }, reason: 'spam' }, 'anna')
  expect([again.status, await again.json()]).toEqual([200, { id }])
  expect((await list()).items).toHaveLength(1)
})

test('404 for what the caller cannot see, as for what does not exist', async () => {
  const { world, report } = await open()
  const off = await world.write('offers', 'ben', { active: false })
  for (const id of [off, newId()])
    for (const as of [undefined, 'anna'])
      expect(await problemIn(await report({ about: { type: 'subject', id } }, as))).toEqual(missing)
})

test('400 names the field', async () => {
  const { offer, report, list } = await open()
  const about = { type: 'subject', id: offer }
  for (const [field, json, as] of [
    ['about', {}],
    ['about.type', { about: { type: 'thing', id: offer } }],
    ['about.id', { about: { type: 'subject', id: '../x' } }],
    ['about.channel', { about: { type: 'message', id: 'm' } }],
    ['about.channel', { about: { ...about, channel: 'c' } }],
    ['reason', { about, reason: 'boring' }],
    ['text', { about, text: 'x'.repeat(2_001) }],
    ['text', { about, text: 'a\u0000b' }],
    ['text', { about, text: '\uD800' }],
    ['email', { about, email: 'mila@example.org\r\nBcc: all@example.org' }],
    ['email', { about, email: 'mila@example.org' }, 'anna'],
    ['about.id', { about }, 'ben'],
    ['about.id', { about: { type: 'person', id: 'anna' } }, 'anna'],
  ] as [string, Record<string, unknown>, string?][]) {
    const problem = await problemIn(await report(json, as))
    expect([json, problem.status, problem.field]).toEqual([json, 400, field])
  }
  expect((await list()).items).toEqual([])
})

test('429 after five reports without an account from one network; others can report', async () => {
  const { offer, report } = await open()
  const about = { type: 'subject', id: offer }
  const from = (ip: string, as?: string) => report({ about }, as, { 'x-forwarded-for': ip })
  const statuses = await Promise.all(
    [1, 2, 3, 4, 5, 6].map(async (last) => (await from(`2001:db8::${last}`)).status),
  )
  expect(statuses.toSorted((a, b) => a - b)).toEqual([201, 201, 201, 201, 201, 429])
  const refused = await from('2001:db8::7')
  expect(refused.headers.get('retry-after')).toMatch(/^\d+$/u)
  expect((await from('2001:db8:0:1::1')).status).toBe(201)
  expect((await from('2001:db8::1', 'anna')).status).toBe(201)
})
