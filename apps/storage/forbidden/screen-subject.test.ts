import { describe, expect, test } from 'vitest'
import { openChat } from '../channels/open-chat.fixture.ts'
import { aDraft, openWorld, problemIn, type World } from '../open-world.fixture.ts'
import { aDesk } from '../reports/open-reports.fixture.ts'
import { putForbidden } from './open-forbidding.fixture.ts'

async function open() {
  const world = await openWorld()
  await putForbidden(world)
  return { world, ...aDesk(world) }
}

const edit = (world: World, id: string, over: Record<string, unknown>) =>
  world.call(`PUT /store/offers/${id}`, { as: 'ben', json: aDraft(over), headers: { 'if-match': '*' } })
const isSeen = async (world: World, id: string) =>
  (await world.call(`GET /store/offers/${id}`)).status === 200

describe('a word or host that is refused', () => {
  test('400 names the field, for new ones and edits', async () => {
    const { world } = await open()
    const id = await world.write('offers', 'ben')
    for (const [field, over] of [
      ['title', { title: 'Alte GE\u00ADWEHRE' }],
      ['keywords.1', { keywords: ['bike', 'gewéhr'] }],
      ['place', { place: 'ｓｃａｍ.example' }],
      ['text', { text: 'Pay at https://shop.scam.example/a' }],
    ] as const) {
      const refused = { status: 400, code: 'forbidden_text', field }
      const json = aDraft(over)
      expect(await problemIn(await world.call('POST /store/offers', { as: 'ben', json }))).toEqual(refused)
      expect(await problemIn(await edit(world, id, over))).toEqual(refused)
      const patch = {
        as: 'ben',
        json: over,
        headers: { 'if-match': '*', 'content-type': 'application/merge-patch+json' },
      }
      expect(await problemIn(await world.call(`PATCH /store/offers/${id}`, patch))).toEqual(refused)
    }
    expect(await world.subjects.find(id)).toMatchObject({ title: 'Bike', version: 1 })
    expect((await edit(world, id, { text: 'Gewehrschrank, see scam.examples' })).status).toBe(200)
  })

  test('what was there before stays, but cannot be copied', async () => {
    const world = await openWorld()
    const id = await world.write('offers', 'ben', { title: 'Gewehr' })
    await putForbidden(world)
    expect(await isSeen(world, id)).toBe(true)
    expect(await problemIn(await world.call(`POST /store/offers/${id}/copy`, { as: 'ben' }))).toMatchObject({
      status: 400,
      field: 'title',
    })
  })
})

describe('a word that must be looked at', () => {
  test('hides the offer and puts it in the queue once, until operators show it', async () => {
    const { world, list, decide } = await open()
    const made = await world.call('POST /store/offers', { as: 'ben', json: aDraft({ title: 'Messer' }) })
    const { id } = (await made.json()) as { id: string }
    expect(await isSeen(world, id)).toBe(false)
    const own = await (await world.call(`GET /store/offers/${id}`, { as: 'ben' })).json()
    expect(own).toMatchObject({ hidden: true, hiddenBecause: expect.stringContaining('"Messer"') as unknown })
    await edit(world, id, { title: 'Messer und Gabel' })
    const { items } = await list('?state=open')
    expect(items).toMatchObject([
      {
        about: { type: 'subject', id },
        reason: 'other',
        owner: 'ben',
        forbidden: 'Messer',
        subject: { title: 'Messer' },
        edited: { title: 'Messer und Gabel' },
      },
    ])
    expect((await decide(items[0]?.id ?? '', { decision: 'show' })).status).toBe(412)
    expect((await decide(items[0]?.id ?? '', { decision: 'show' }, { etag: '"2"' })).status).toBe(200)
    expect(await isSeen(world, id)).toBe(true)
  })

  test('of an edit hides what was seen; a word that operators have looked at does not, a further one does', async () => {
    const { world, list, decide } = await open()
    const id = await world.write('offers', 'ben')
    await edit(world, id, { text: 'With a Messer' })
    expect(await isSeen(world, id)).toBe(false)
    await decide((await list('?state=open')).items[0]?.id ?? '', { decision: 'show' })
    await edit(world, id, { text: 'With two Messer' })
    expect(await isSeen(world, id)).toBe(true)
    await edit(world, id, { text: 'With two Messer and a Säbel' })
    expect(await isSeen(world, id)).toBe(false)
    expect((await list('?state=open')).items).toMatchObject([{ forbidden: 'Säbel' }])
  })
})

test('a word that came to the list later hides it at the next edit: nobody has looked at it', async () => {
  const world = await openWorld()
  const id = await world.write('offers', 'ben', { text: 'With a Messer' })
  await putForbidden(world)
  expect(await isSeen(world, id)).toBe(true)
  await edit(world, id, { text: 'With a Messer', title: 'Red bike' })
  expect(await isSeen(world, id)).toBe(false)
  const { list, decide } = aDesk(world)
  await decide((await list('?state=open')).items[0]?.id ?? '', { decision: 'show' })
  expect(await isSeen(world, id)).toBe(true)
  const copy = await world.call(`POST /store/offers/${id}/copy`, { as: 'ben' })
  expect(await copy.json()).toMatchObject({ hidden: true })
})

test('a message with any of them is refused, and an edit of one; nobody else reads it', async () => {
  const chat = await openChat()
  await putForbidden(chat)
  await chat.open('anna')
  await chat.greet()
  for (const text of ['Ein Gewehr', 'Ein Messer', 'See scam.example'])
    expect(await problemIn(await chat.say('anna', { text }))).toEqual({
      status: 400,
      code: 'forbidden_text',
      field: 'text',
    })
  const [last] = await chat.messages()
  const path = `/store/channels/${chat.match.id}/messages/${last?.id}`
  const change = { as: 'ben', json: { text: 'Messer' }, headers: { 'if-match': '"1"' } }
  expect((await chat.call(`PUT ${path}`, change)).status).toBe(400)
  expect(await chat.messages()).toHaveLength(2)
  expect((await aDesk(chat).list()).items).toEqual([])
})
