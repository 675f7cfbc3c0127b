import { beforeEach, describe, expect, test } from 'vitest'
import { newId } from '#lib/ids/new-id.ts'
import { problemIn } from '../../open-world.fixture.ts'
import { openChat, type Chat, type ShownMessage } from '../open-chat.fixture.ts'

const EDIT_MS = 15 * 60_000

let chat: Chat
let id: string

beforeEach(async () => {
  chat = await openChat()
  await chat.open('anna')
  id = ((await (await chat.say('anna', { text: 'Hello' })).json()) as ShownMessage).id
})

const path = (message = id) => `/store/channels/${chat.match.id}/messages/${message}`
const edit = (over: { as?: string; text?: string; message?: string; tag?: string | undefined } = {}) => {
  const { as = 'anna', text = 'Good day', message } = over
  const tag = 'tag' in over ? over.tag : '"1"'
  const headers = tag === undefined ? {} : { 'if-match': tag }
  return chat.call(`PUT ${path(message)}`, { as, json: { text }, headers })
}
const remove = (as = 'anna', message?: string, headers: Record<string, string> = {}) =>
  chat.call(`DELETE ${path(message)}`, { as, headers })

/** Writes a message of Anna's that is as old as that. */
async function writtenBefore(ageMs: number): Promise<string> {
  const old = { channel: chat.match.id, id: newId(), from: 'anna', at: Date.now() - ageMs, text: 'Old' }
  await chat.channels.say(old, [], { beforeAnswerMax: 9 })
  return old.id
}

describe('PUT', () => {
  test('200: both read the new text', async () => {
    const response = await edit()
    expect([response.status, response.headers.get('etag')]).toEqual([200, '"2"'])
    const edited = (await response.json()) as ShownMessage
    expect(edited).toMatchObject({ text: 'Good day', version: 2, editedAt: expect.any(String) })
    expect(await chat.messages('ben')).toEqual([edited])
    expect((await chat.call(`GET ${path()}`, { as: 'ben' })).headers.get('etag')).toBe('"2"')
  })

  test('428 without If-Match, 412 with that of another state, also when two edit at once', async () => {
    expect((await edit({ tag: undefined })).status).toBe(428)
    expect((await edit({ tag: '"2"' })).status).toBe(412)
    const answers = await Promise.all(['a', 'b', 'c'].map((text) => edit({ text })))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412, 412])
  })

  test('409 after 15 minutes, in a closed channel, after a block, and for what could not be written', async () => {
    const link = await problemIn(await edit({ text: 'example.com' }))
    expect(link).toMatchObject({ status: 409, code: 'links_too_early' })
    const late = await problemIn(await edit({ message: await writtenBefore(EDIT_MS + 1_000) }))
    expect(late).toEqual({ status: 409, code: 'too_late' })
    expect((await edit({ message: await writtenBefore(EDIT_MS - 60_000) })).status).toBe(200)
    await chat.block('ben', 'anna')
    expect(await problemIn(await edit())).toEqual({ status: 409, code: 'channel_closed' })
    expect((await chat.messages()).at(-1)?.text).toBe('Hello')
  })

  test('503 while matching is away, 400 for a blank text', async () => {
    expect(await problemIn(await edit({ text: ' ' }))).toMatchObject({ status: 400, field: 'text' })
    await chat.lose('matching')
    expect((await edit()).status).toBe(503)
  })
})

describe('DELETE', () => {
  test('204: both see that there was a message, and no text; a second time as well, also after the channel was closed', async () => {
    await chat.call(`POST /store/channels/${chat.match.id}/leave`, { as: 'ben' })
    expect([(await remove()).status, (await remove()).status]).toEqual([204, 204])
    for (const as of ['anna', 'ben']) {
      expect(await chat.messages(as)).toMatchObject([{ id, text: '', deletedAt: expect.any(String) }])
    }
    expect((await edit({ tag: '*' })).status).toBe(409)
  })

  test('an edit does not bring it back, and its id is not free again', async () => {
    await remove()
    expect(await problemIn(await edit({ tag: '*' }))).toEqual({ status: 404, code: 'not_found' })
    const again = await chat.say('anna', { id, text: 'Hello' })
    expect([again.status, await again.json()]).toMatchObject([200, { text: '', version: 2 }])
  })

  test('412 for another state, 409 after 15 minutes', async () => {
    expect((await remove('anna', id, { 'if-match': '"7"' })).status).toBe(412)
    const late = await problemIn(await remove('anna', await writtenBefore(EDIT_MS + 1_000)))
    expect(late).toEqual({ status: 409, code: 'too_late' })
    expect((await remove('anna', id, { 'if-match': '"1"' })).status).toBe(204)
  })
})

test('403 for the message of the other person, 404 for strangers and unknown ones', async () => {
  for (const change of [(as: string) => edit({ as }), (as: string) => remove(as)]) {
    expect(await problemIn(await change('ben'))).toEqual({ status: 403, code: 'not_yours' })
    expect(await problemIn(await change('carl'))).toEqual({ status: 404, code: 'not_found' })
  }
  expect((await edit({ message: newId() })).status).toBe(404)
  expect((await remove('anna', newId())).status).toBe(404)
  expect((await chat.call(`GET ${path()}`, { as: 'carl' })).status).toBe(404)
  expect((await chat.call(`GET ${path(newId())}`, { as: 'anna' })).status).toBe(404)
  expect(await chat.messages()).toMatchObject([{ text: 'Hello' }])
})
