/** The session in the cookies of a request. */
export interface SessionCookies {
  /** The signed token of the session: its bearer is signed in. */
  readonly token: string
  /** A Cookie header with the cookies of this session only. */
  readonly header: string
}

/** The cookies of a request: those of our session, and the others, for stations that do not need the session. */
export interface SplitCookies {
  readonly session: SessionCookies | undefined
  /** A Cookie header without our cookies; empty if there are no others. */
  readonly others: string
}

/**
 * Separates our cookies, whose names begin with the prefix and a dot, from all others. If there are several session tokens,
 * only the first one is used and forwarded.
 */
export function splitCookies(header: string, prefix: string): SplitCookies {
  const pairs = header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '')
  const isOurs = (pair: string) => pair.startsWith(`${prefix}.`)
  const tokenStart = `${prefix}.session_token=`
  const ours = pairs.filter(isOurs)
  const tokenPair = ours.find((pair) => pair.startsWith(tokenStart))
  const token = tokenPair?.slice(tokenStart.length) ?? ''
  const others = pairs.filter((pair) => !isOurs(pair)).join('; ')
  if (tokenPair === undefined || token === '') return { session: undefined, others }
  const beside = ours.filter((pair) => !pair.startsWith(tokenStart))
  return { session: { token, header: [tokenPair, ...beside].join('; ') }, others }
}
