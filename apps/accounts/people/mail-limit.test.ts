import { expect, test } from 'vitest'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { MAILS_PER_DAY_MAX, MAILS_PER_HOUR_MAX, openMailLimit } from './mail-limit.ts'
import { openPeopleAdapter } from './open-people-adapter.fixture.ts'
import { openPeopleWorld, type PeopleWorld } from './open-people-world.fixture.ts'
import { MILA, signUp } from './people-steps.fixture.ts'

const HOUR_MS = 3_600_000

/** How many of several concurrent mails are admitted. */
async function admitted(admit: () => Promise<boolean>, mails: number): Promise<number> {
  const outcomes = await Promise.all(Array.from({ length: mails }, admit))
  return outcomes.filter(Boolean).length
}

test('one address gets a limited number of mails per hour and per day, in whatever case it is written', async () => {
  const clock = { now: 1_000_000_000_000 }
  const limit = openMailLimit(await openPeopleAdapter(), () => clock.now)
  const mila = () => limit.admit(clock.now % 2 === 0 ? 'mila@example.org' : 'Mila@Example.org')
  let today = 0
  for (let hour = 0; hour < 24; hour += 1) {
    const sent = await admitted(mila, MAILS_PER_HOUR_MAX + 2)
    expect(sent).toBe(Math.min(MAILS_PER_HOUR_MAX, MAILS_PER_DAY_MAX - today))
    today += sent
    clock.now += HOUR_MS
  }
  expect(today).toBe(MAILS_PER_DAY_MAX)
  expect(await mila()).toBe(true)
})

test('mails to one address do not limit another address', async () => {
  const limit = openMailLimit(await openPeopleAdapter())
  await admitted(() => limit.admit('mila@example.org'), MAILS_PER_HOUR_MAX + 1)
  expect(await limit.admit('mila@example.org')).toBe(false)
  expect(await limit.admit('otto@example.org')).toBe(true)
})

const ROUNDS = 4
const PATHS = ['request-password-reset', 'send-verification-email', 'sign-up/email'] as const

test('an address gets no more mails for all requests to two processes together; the answers do not change', async () => {
  const folder = temporaryFolder()
  const worlds = [await openPeopleWorld({ folder }), await openPeopleWorld({ folder })] as const
  await signUp(worlds[0])
  const answers = [...(await askAll(worlds[0], 1)), ...(await askAll(worlds[1], 2))]
  expect(new Set(answers).size).toBe(PATHS.length)
  const counted = async (outcome: string) => {
    const texts = await Promise.all(worlds.map(({ scrape }) => scrape()))
    const line = new RegExp(`^push_accounts_mails_total\\{outcome="${outcome}"\\} (?<count>\\d+)$`, 'mu')
    return texts.reduce((sum, text) => sum + Number(line.exec(text)?.groups?.['count'] ?? 0), 0)
  }
  // The mail that confirmed the address, and one for each call; a confirmed address gets no second confirmation.
  const wanted = 1 + 2 * ROUNDS * (PATHS.length - 1)
  await expect.poll(() => counted('limited')).toBe(wanted - MAILS_PER_HOUR_MAX)
  // A mail counts as sent only after the mailer wrote it; the limited ones are counted earlier.
  await expect.poll(() => counted('sent')).toBe(MAILS_PER_HOUR_MAX)
  expect(await worlds[1].mails()).toHaveLength(MAILS_PER_HOUR_MAX)
})

/** Requests every mail several times concurrently, from several machines of one network; gives the answers. */
async function askAll({ call }: PeopleWorld, network: number): Promise<string[]> {
  return Promise.all(
    Array.from({ length: ROUNDS }).flatMap((_, machine) =>
      PATHS.map(async (path) => {
        const json = { email: MILA.email, ...(path === 'sign-up/email' && { password: MILA.password }) }
        const headers = { 'x-forwarded-for': `198.51.${network}.${machine}` }
        const answer = await call(`POST /accounts/auth/${path}`, { json, headers })
        return `${path} ${answer.status} ${await answer.text()}`
      }),
    ),
  )
}
