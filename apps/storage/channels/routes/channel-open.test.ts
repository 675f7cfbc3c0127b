import { beforeEach, describe, expect, test } from 'vitest'
import { aMatch } from '#lib/builders/a-match.ts'
import { aNoticeEvent } from '#lib/builders/a-notice.ts'
import { beginMatch } from '#lib/builders/begin-match.ts'
import { newId } from '#lib/ids/new-id.ts'
import { problemIn } from '../../open-world.fixture.ts'
import { openChat, type Chat } from '../open-chat.fixture.ts'

const DAY_MS = 86_400_000

let chat: Chat

beforeEach(async () => {
  chat = await openChat()
})

const open = (as: string, match = chat.match.id) => chat.call('POST /store/channels', { as, json: { match } })

describe('201, and 200 for the other person', () => {
  test('one channel for both, as each of them sees it', async () => {
    const first = await open('anna')
    expect([first.status, first.headers.get('location')]).toEqual([201, `/store/channels/${chat.match.id}`])
    const { id, search, offer } = chat.match
    const shown = { id, match: id, search, offer, isOpen: true, isAnswered: false, lastSeq: 0, unread: 0 }
    expect(await first.json()).toMatchObject({ ...shown, person: 'ben' })
    const second = await open('ben')
    expect(second.status).toBe(200)
    expect(await second.json()).toMatchObject({ ...shown, person: 'anna' })
  })

  test('the next match of the same two opens the same channel again', async () => {
    await chat.open('anna')
    await chat.endMatch(Date.now() - 31 * DAY_MS)
    await chat.channels.end(chat.match.id, { at: Date.now(), why: 'ended' })
    const { search, offer, owners } = chat.match
    const next = aMatch({ id: newId(), search, offer, owners })
    await beginMatch(chat.matches, next, aNoticeEvent())
    const again = await open('ben', next.id)
    expect(again.status).toBe(201)
    expect(await again.json()).toMatchObject({ id: chat.match.id, match: next.id, isOpen: true })
  })

  test('until 30 days after the end of the match', async () => {
    await chat.endMatch(Date.now() - 30 * DAY_MS + 60_000)
    expect((await open('anna')).status).toBe(201)
  })
})

test('403: nobody writes to a person who does not allow contacts, but this person may begin', async () => {
  const shy = await openChat({ anna: false, ben: true })
  const openAs = (as: string) => shy.call('POST /store/channels', { as, json: { match: shy.match.id } })
  expect(await problemIn(await openAs('ben'))).toEqual({ status: 403, code: 'no_contacts', field: 'match' })
  expect((await openAs('anna')).status).toBe(201)
  expect((await openAs('ben')).status).toBe(200)
})

test('404 for strangers, for an unknown match and for a proposal', async () => {
  const missing = { status: 404, code: 'not_found' }
  expect(await problemIn(await open('carl'))).toEqual(missing)
  expect(await problemIn(await open('anna', newId()))).toEqual(missing)
  const proposal = aMatch({ owners: { search: 'anna', offer: 'ben' } })
  await chat.matches.propose([proposal])
  expect(await problemIn(await open('anna', proposal.id))).toEqual(missing)
  const unknownOwner = aMatch({ owners: { search: 'anna', offer: '' } })
  await beginMatch(chat.matches, unknownOwner, aNoticeEvent())
  expect(await problemIn(await open('anna', unknownOwner.id))).toEqual(missing)
})

describe('409', () => {
  const closed = { status: 409, code: 'channel_closed' }

  test('after 30 days', async () => {
    await chat.endMatch(Date.now() - 30 * DAY_MS - 1)
    expect(await problemIn(await open('anna'))).toEqual({ status: 409, code: 'match_over', field: 'match' })
  })

  test('for both people after a block, whoever blocked whom, with the same words', async () => {
    await chat.open('anna')
    await chat.block('ben', 'anna')
    const details = await Promise.all(['anna', 'ben'].map(async (as) => (await open(as)).json()))
    expect(details).toMatchObject([closed, closed])
    expect(JSON.stringify(details)).not.toMatch(/block/iu)
  })

  test('for the other person after one has left it, until this one opens it again', async () => {
    await chat.open('anna')
    expect((await chat.call(`POST /store/channels/${chat.match.id}/leave`, { as: 'anna' })).status).toBe(204)
    expect(await problemIn(await open('ben'))).toEqual(closed)
    expect((await open('anna')).status).toBe(201)
    expect((await open('ben')).status).toBe(200)
  })
})

test('400 for what is no id, 401 without a token, 503 while matching is away', async () => {
  expect(await problemIn(await open('anna', '../x'))).toMatchObject({ status: 400, field: 'match' })
  expect((await chat.call('POST /store/channels', { json: { match: chat.match.id } })).status).toBe(401)
  await chat.lose('matching')
  expect((await open('anna')).status).toBe(503)
})

test('409 while operators hide one of the two, for both people', async () => {
  const turn = (verb: string) =>
    chat.call(`POST /store/offers/${chat.match.offer}/${verb}`, {
      as: 'operate',
      json: { reasons: 'A scam' },
      headers: { 'if-match': '*' },
    })
  const openAs = (as: string) => chat.call('POST /store/channels', { as, json: { match: chat.match.id } })
  await turn('hide')
  for (const as of ['anna', 'ben'])
    expect(await problemIn(await openAs(as))).toEqual({ status: 409, code: 'channel_closed' })
  await turn('show')
  expect((await openAs('ben')).status).toBe(201)
})
