/** Header for the session of an app. Authorization is for tokens, and is checked before the route. */
export const SESSION_HEADER = 'x-session-token'

const PASSED_ON = [
  'cookie',
  'origin',
  'referer',
  'sec-fetch-site',
  'sec-fetch-mode',
  'sec-fetch-dest',
  'user-agent',
  'accept-language',
  'host',
  'x-forwarded-host',
]

/** The headers for the sign-in library: the session is in the app's header, else in a cookie. */
export function sessionHeaders(given: Headers): Headers {
  const headers = new Headers()
  for (const name of PASSED_ON) {
    const value = given.get(name)
    if (value !== null) headers.set(name, value)
  }
  const session = given.get(SESSION_HEADER)
  if (session !== null) {
    headers.set('authorization', `Bearer ${session}`)
    headers.delete('cookie')
  }
  return headers
}

/** True for an app that stores its session itself; a page sends Origin or its cookie. */
export function isFromApp(given: Headers): boolean {
  return given.has(SESSION_HEADER) || !(given.has('origin') || given.has('cookie'))
}
