import { call, type AnswerOf } from './call.ts'
import { stopRinging } from './push/stop-ringing.ts'

/** A person who is signed in. */
export type Session = NonNullable<AnswerOf<'GET /accounts/auth/get-session'>>

let found: Promise<Session | null> | undefined

/**
 * The session of this browser; null if nobody is signed in, and when the platform does not answer. It is asked for once, and shown in the
 * header of the page.
 */
export function findSession(): Promise<Session | null> {
  found ??= showSession()
  return found
}

/** The session of this browser; a page that is for one person only leads everybody else to the sign-in page. */
export async function requireSession(): Promise<Session | null> {
  const session = await findSession()
  if (session === null && document.body.dataset['session'] === 'out')
    location.replace(`/sign-in?next=${location.pathname.slice(1)}`)
  return session
}

async function showSession(): Promise<Session | null> {
  const outcome = await call('GET /accounts/auth/get-session', {})
  const session = outcome.ok ? outcome.body : null
  const who = document.querySelector('#who')
  if (who !== null) who.textContent = session?.user.email ?? ''
  document.body.dataset['session'] = outcome.ok ? (session === null ? 'out' : 'in') : 'unreachable'
  document.querySelector('#sign-out')?.addEventListener('click', () => void signOut())
  return session
}

async function signOut(): Promise<void> {
  // A browser without caches or pushes has none to end.
  await stopRinging().catch(() => undefined)
  const { ok } = await call('POST /accounts/auth/sign-out', {})
  if (ok) location.assign('/sign-in')
  else document.body.dataset['session'] = 'unreachable'
}
