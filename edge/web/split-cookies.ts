/** A session as its cookies show it. */
export interface SessionCookies {
  /** The signed token: who has it is signed in. */
  readonly token: string
  /** The Cookie header that shows this session, and nothing else. */
  readonly header: string
}

/** The cookies of a request: those of a session of ours, and what remains for stations that have no use for it. */
export interface SplitCookies {
  readonly session: SessionCookies | undefined
  /** A Cookie header without ours; empty where nothing remains. */
  readonly others: string
}

/**
 * Parts our cookies, whose names begin with the prefix and a dot, from all others. Of several session tokens the first
 * counts, and only that one goes on.
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
