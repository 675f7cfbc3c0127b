import { expect, test } from 'vitest'
import { openPeopleWorld, type PeopleWorld } from './open-people-world.fixture.ts'
import { MILA, signUp, statusOfSignIn } from './people-steps.fixture.ts'

const STRANGER = 'nobody@example.org'

test('answers do not tell whether an address is known', async () => {
  const world = await openPeopleWorld()
  await signUp(world)
  const calls = [
    ['sign-in/email', { password: 'wrong, whoever it is' }],
    ['sign-up/email', { password: 'long enough for that' }],
    ['request-password-reset', {}],
    ['send-verification-email', {}],
  ] as const
  for (const [path, rest] of calls) {
    const [known, unknown] = await Promise.all(
      [MILA.email, STRANGER].map(async (email) => {
        const answer = await world.call(`POST /accounts/auth/${path}`, { json: { email, ...rest } })
        return [answer.status, await answer.text()] as const
      }),
    )
    expect(withoutId(known)).toEqual(withoutId(unknown))
  }
})

test('an unknown address costs as many password hashes as a known one, so that timing reveals nothing', async () => {
  const world = await openPeopleWorld()
  await signUp(world)
  const hashes = async (work: () => Promise<unknown>): Promise<number> => {
    const before = await hashed(world)
    await work()
    return (await hashed(world)) - before
  }
  const signInOf = (email: string) => () => statusOfSignIn(world, { email, password: 'wrong, whoever it is' })
  const signUpOf = (email: string) => () =>
    world.call('POST /accounts/auth/sign-up/email', { json: { email, password: 'long enough for that' } })
  expect(await hashes(signInOf(STRANGER))).toBe(1)
  expect(await hashes(signInOf(MILA.email))).toBe(1)
  expect(await hashes(signUpOf(STRANGER))).toBe(1)
  expect(await hashes(signUpOf(MILA.email))).toBe(1)
})

async function hashed({ scrape }: PeopleWorld): Promise<number> {
  return Number(
    /^push_accounts_password_hashes_total (?<count>\d+)$/mu.exec(await scrape())?.groups?.['count'],
  )
}

function withoutId(answer: readonly [number, string] | undefined): unknown {
  return [answer?.[0], answer?.[1].replace(/"request_id":"[^"]*"/u, '')]
}
