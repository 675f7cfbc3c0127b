// Who is signed in: in the header of every page, and for its script.
import { call } from './call.js'

/** In time the session and its user; null for nobody, and where accounts does not answer. */
export const session = whoIsIn()

async function whoIsIn() {
  const { ok, body } = await call('GET', '/accounts/auth/get-session')
  const found = ok ? body : null
  if (ok && found === null && 'personal' in document.body.dataset) {
    location.replace(`/sign-in?next=${location.pathname.slice(1)}`)
    return null
  }
  document.querySelector('#who').textContent = found?.user.email ?? ''
  document.body.dataset.session = ok ? (found === null ? 'out' : 'in') : 'unreachable'
  return found
}

async function signOut() {
  const { ok } = await call('POST', '/accounts/auth/sign-out')
  if (ok) location.assign('/sign-in')
  else document.body.dataset.session = 'unreachable'
}

document.querySelector('#sign-out').addEventListener('click', () => void signOut())
