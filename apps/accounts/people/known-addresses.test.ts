import { expect, test } from 'vitest'
import { openPeopleWorld, type PeopleWorld } from './open-people-world.fixture.ts'
import { MILA, signUp } from './people-steps.fixture.ts'

const STRANGER = { email: 'nobody@example.org', password: 'whatever it may be' }

/** So often each kind of call is timed; the median of them counts. */
const ROUNDS = 5
/** A password is hashed for tens of milliseconds; an answer without that takes one or two. */
const FACTOR_MAX = 5

async function statusOfSignIn(
  world: PeopleWorld,
  person: { email: string; password: string },
): Promise<number> {
  return (await world.call('POST /accounts/auth/sign-in/email', { json: person })).status
}

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
      [MILA, STRANGER].map(async ({ email }) => {
        const answer = await world.call(`POST /accounts/auth/${path}`, { json: { email, ...rest } })
        return [answer.status, await answer.text()] as const
      }),
    )
    expect(withoutId(known)).toEqual(withoutId(unknown))
  }
})

test('a password is hashed for an unknown address too', async () => {
  const world = await openPeopleWorld()
  await signUp(world)
  const [known, unknown]: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS; round += 1) {
    known.push(await msOf(() => statusOfSignIn(world, { ...MILA, password: 'wrong, whoever it is' })))
    unknown.push(await msOf(() => statusOfSignIn(world, STRANGER)))
  }
  const factor = median(known) / median(unknown)
  expect(factor).toBeLessThan(FACTOR_MAX)
  expect(factor).toBeGreaterThan(1 / FACTOR_MAX)
})

function withoutId(answer: readonly [number, string] | undefined): unknown {
  return [answer?.[0], answer?.[1].replace(/"request_id":"[^"]*"/u, '')]
}

async function msOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
