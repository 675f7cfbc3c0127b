import { expect, test } from 'vitest'
import { signPersonToken, signServiceToken } from '#lib/auth/tokens.ts'
import { newId } from '#lib/ids/new-id.ts'
import { openPeopleWorld, type PeopleWorld } from '../people/open-people-world.fixture.ts'
import { askToken, claimsOf, MILA, signUp, tokenIn } from '../people/people-steps.fixture.ts'

async function ask(world: PeopleWorld, people: readonly unknown[], as: 'service' | 'person' = 'service') {
  const token =
    as === 'service'
      ? await signServiceToken(world.keys, 'notifications', 'accounts')
      : await signPersonToken(world.keys, { person: newId(), role: 'admin' }, 'accounts')
  return world.call('POST /accounts/addresses', {
    json: { people },
    headers: { authorization: `Bearer ${token}` },
  })
}

/** Signs Mila up and in, with a browser in a language; gives her id. */
async function mila(world: PeopleWorld, language: string): Promise<string> {
  await signUp(world)
  const session = await world.call('POST /accounts/auth/sign-in/email', {
    json: MILA,
    headers: { 'accept-language': language },
  })
  const claims = await claimsOf(await askToken(world, { 'x-session-token': await tokenIn(session) }))
  return String(claims['sub'])
}

test('a service gets confirmed addresses with the language of the last sign-in; unknown people are absent', async () => {
  const world = await openPeopleWorld()
  const person = await mila(world, 'de-AT,de;q=0.9')
  await world.call('POST /accounts/auth/sign-up/email', {
    json: { email: 'waiting@example.org', password: MILA.password },
  })
  const answer = await ask(world, [person, newId(), person])
  expect(answer.status).toBe(200)
  expect(await answer.json()).toEqual({ items: [{ user: person, email: MILA.email, language: 'de' }] })
  expect(await (await ask(world, [])).json()).toEqual({ items: [] })
})

test('only a service gets addresses', async () => {
  const world = await openPeopleWorld()
  expect((await ask(world, [newId()], 'person')).status).toBe(403)
  expect((await world.call('POST /accounts/addresses', { json: { people: [] } })).status).toBe(401)
})

test.each([[['../x']], [[7]], [Array.from({ length: 501 }, () => newId())]])(
  'a list that is no list of at most 500 people is refused, and the field is named: %#',
  async (people) => {
    const answer = await ask(await openPeopleWorld(), people)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ field: expect.stringMatching(/^people/u) })
  },
)
