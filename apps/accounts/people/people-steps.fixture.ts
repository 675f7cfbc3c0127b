import { expect } from 'vitest'
import { z } from 'zod'
import { PUBLIC_URL, type PeopleWorld } from './open-people-world.fixture.ts'

/** The sign-up of Mila. */
export const MILA = { email: 'mila@example.org', password: 'correct horse battery' } as const

/** The headers of a page of the front end. */
export const PAGE = { origin: PUBLIC_URL } as const

/** The links in all mails to an address, oldest first. */
export async function linksTo(world: Pick<PeopleWorld, 'mails'>, email: string): Promise<readonly string[]> {
  const mails = await world.mails()
  return mails.filter(({ to }) => to === email).flatMap(({ text }) => text.match(/https?:\/\/\S+/u) ?? [])
}

/** Waits for the nth mail to an address and gives its link. */
export async function linkTo(world: PeopleWorld, email: string, nth = 1): Promise<string> {
  await expect.poll(async () => (await linksTo(world, email)).length).toBe(nth)
  return (await linksTo(world, email))[nth - 1] ?? ''
}

/** Follows a link that confirms an address. */
export async function follow(world: PeopleWorld, link: string): Promise<Response> {
  const { origin, pathname, search } = new URL(link)
  expect(origin).toBe(PUBLIC_URL)
  return world.call(`GET ${pathname}${search}`)
}

/** Signs up, and confirms the address. */
export async function signUp(
  world: PeopleWorld,
  person = MILA as { email: string; password: string },
): Promise<void> {
  expect((await world.call('POST /accounts/auth/sign-up/email', { json: person })).status).toBe(200)
  expect((await follow(world, await linkTo(world, person.email))).status).toBe(302)
}

/** Signs in as an app; gives the session token. */
export async function signIn(
  world: PeopleWorld,
  person = MILA as { email: string; password: string },
): Promise<string> {
  const answer = await world.call('POST /accounts/auth/sign-in/email', { json: person })
  expect(answer.status).toBe(200)
  return tokenIn(answer)
}

/** The status of a sign-in. */
export async function statusOfSignIn(
  world: PeopleWorld,
  person: { email: string; password: string },
): Promise<number> {
  return (await world.call('POST /accounts/auth/sign-in/email', { json: person })).status
}

/** Requests a token for accounts, for a session. */
export function askToken(world: PeopleWorld, headers: Readonly<Record<string, string>>): Promise<Response> {
  return world.call('POST /accounts/tokens', { json: { audience: 'accounts' }, headers })
}

/** The token in an answer. */
export async function tokenIn(answer: Response): Promise<string> {
  return z.object({ token: z.string() }).parse(await answer.json()).token
}

/** The claims of the token in an answer, without a check of the signature. */
export async function claimsOf(answer: Response): Promise<Readonly<Record<string, unknown>>> {
  const [, claims = ''] = (await tokenIn(answer)).split('.')
  return z.record(z.string(), z.unknown()).parse(JSON.parse(Buffer.from(claims, 'base64url').toString()))
}

/** The cookie that an answer sets, as a browser sends it back. */
export function cookieOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

/** Waits for the nth mail with a code to an address; gives the code. */
export async function codeTo(
  world: Pick<PeopleWorld, 'mails'>,
  email: string = MILA.email,
  nth = 1,
): Promise<string> {
  const codes = async () =>
    (await world.mails())
      .filter(({ to }) => to === email)
      .flatMap(({ text }) => /^\d{6}$/mu.exec(text)?.[0] ?? [])
  await expect.poll(async () => (await codes()).length).toBe(nth)
  return (await codes())[nth - 1] ?? ''
}
