/** Header in which apps show their session; Authorization is for the tokens of five minutes, and read before the route. */
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

/** The headers of a request as the sign-in library reads them: a session is shown by the app's header, else by a cookie. */
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

/** True for an app that keeps its session itself; a page names itself in Origin, or sends its cookie. */
export function isFromApp(given: Headers): boolean {
  return given.has(SESSION_HEADER) || !(given.has('origin') || given.has('cookie'))
}
