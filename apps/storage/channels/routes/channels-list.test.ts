import { beforeEach, expect, test } from 'vitest'
import { newId } from '#lib/ids/new-id.ts'
import { problemIn } from '../../open-world.fixture.ts'
import { openChat, type Chat, type ShownChannel } from '../open-chat.fixture.ts'

let chat: Chat
let path: string

beforeEach(async () => {
  chat = await openChat()
  path = `/store/channels/${await chat.open('anna')}`
})

async function list(as: string, query = ''): Promise<{ items: ShownChannel[]; next?: string }> {
  const response = await chat.call(`GET /store/channels${query}`, { as })
  expect(response.status).toBe(200)
  return (await response.json()) as { items: ShownChannel[]; next?: string }
}

const read = (as: string, seq: unknown) => chat.call(`POST ${path}/read`, { as, json: { seq } })

test('each person sees unread messages, the last one, and what the other has read', async () => {
  await chat.greet()
  await chat.say('ben', { text: 'Still there?' })
  const [forAnna] = (await list('anna')).items
  expect(forAnna).toMatchObject({
    person: 'ben',
    isOpen: true,
    isAnswered: true,
    lastSeq: 3,
    unread: 2,
    last: { seq: 3, text: 'Still there?' },
  })
  expect((await read('anna', 2)).status).toBe(204)
  expect((await list('anna')).items).toMatchObject([{ unread: 1, readTo: 2 }])
  expect((await read('anna', 99)).status).toBe(204)
  expect((await list('anna')).items).toMatchObject([{ unread: 0, readTo: 3 }])
  expect((await list('ben')).items).toMatchObject([{ person: 'anna', unread: 1, readTo: 0, readByOther: 3 }])
  expect(await (await chat.call(`GET ${path}`, { as: 'ben' })).json()).toEqual((await list('ben')).items[0])
  expect((await list('carl')).items).toEqual([])
})

test('400 for a mark that is no number', async () => {
  for (const seq of [-1, 1.5, 'x', null, 2 ** 60]) {
    expect(await problemIn(await read('anna', seq))).toMatchObject({ status: 400, field: 'seq' })
  }
})

test('pages follow each other, those that moved last first', async () => {
  for (let count = 0; count < 4; count += 1) {
    await chat.channels.open({
      match: newId(),
      pair: { search: newId(), offer: newId() },
      people: ['anna', `person-${count}`],
      by: 'anna',
      atMs: 1_000 + (count % 2),
      checkAtMs: Date.now(),
    })
  }
  const all = (await list('anna')).items.map(({ id }) => id)
  expect([all.length, all[0]]).toEqual([5, chat.match.id])
  const paged: string[] = []
  for (let query: string | undefined = '?limit=2'; query !== undefined;) {
    const page = await list('anna', query)
    paged.push(...page.items.map(({ id }) => id))
    query = page.next === undefined ? undefined : `?limit=2&cursor=${page.next}`
  }
  expect(paged).toEqual(all)
})

test('a channel with a block is shown as closed to both; while matching is away it is shown as it is stored', async () => {
  await chat.block('ben', 'anna')
  for (const as of ['anna', 'ben']) expect((await list(as)).items).toMatchObject([{ isOpen: false }])
  await chat.lose('matching')
  expect((await list('anna')).items).toMatchObject([{ isOpen: true }])
})

test('leave closes it for both, who can still read it; twice is no mistake', async () => {
  await chat.greet()
  const leave = (as: string) => chat.call(`POST ${path}/leave`, { as })
  expect([(await leave('ben')).status, (await leave('anna')).status]).toEqual([204, 204])
  for (const as of ['anna', 'ben']) {
    expect((await list(as)).items).toMatchObject([{ isOpen: false }])
    expect(await chat.messages(as)).toHaveLength(2)
  }
})

test('messages come in pages, newest first', async () => {
  await chat.greet()
  await chat.say('ben', { text: 'third' })
  const seqs = async (query: string) => {
    const response = await chat.call(`GET ${path}/messages?${query}`, { as: 'anna' })
    return ((await response.json()) as { items: { seq: number }[] }).items.map(({ seq }) => seq)
  }
  expect([await seqs('limit=2'), await seqs('before=2'), await seqs('before=1')]).toEqual([[3, 2], [1], []])
})

test('404 for strangers on every route of a channel', async () => {
  const json = { seq: 1 }
  const calls = [
    chat.call(`GET ${path}`, { as: 'carl' }),
    chat.call(`GET ${path}/messages`, { as: 'carl' }),
    chat.call(`POST ${path}/leave`, { as: 'carl' }),
    chat.call(`POST ${path}/read`, { as: 'carl', json }),
  ]
  for (const answer of await Promise.all(calls)) {
    expect(await problemIn(answer)).toEqual({ status: 404, code: 'not_found' })
  }
  expect((await list('anna')).items).toMatchObject([{ isOpen: true }])
})
