import type { APIRequestContext } from 'playwright-core'
import { linkTo } from './mail-links.ts'
import type { VisitedPlatform } from './open-platform.ts'

/** With what a person signs in. */
export interface Credentials {
  readonly email: string
  readonly password: string
}

/** Signs a person up over the API, and follows the link in the mail. */
export async function signUp(visited: VisitedPlatform, credentials: Credentials): Promise<void> {
  const answer = await fetch(visited.urlOf('/accounts/auth/sign-up/email'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(credentials),
  })
  if (!answer.ok) throw new Error(`Cannot sign up "${credentials.email}": the answer was ${answer.status}`)
  await fetch(await linkTo(visited.outbox(), credentials.email))
}

/** Signs a person in: a client, or the profile of a browser that it belongs to, then has the cookie of the session. */
export async function signIn(
  visited: VisitedPlatform,
  client: APIRequestContext,
  credentials: Credentials,
): Promise<void> {
  const answer = await client.post(visited.urlOf('/accounts/auth/sign-in/email'), {
    headers: { origin: visited.platform().url },
    data: credentials,
  })
  if (!answer.ok())
    throw new Error(`Cannot sign in "${credentials.email}": the answer was ${answer.status()}`)
}
