import type { OpenStream } from '#lib/stream-log/sqlite/open-stream.ts'
import type { Claim } from '#lib/stream-log/stream-log.ts'

/** Which entry brought a key first. Call both functions inside a transaction. */
export interface Claims {
  readonly claim: (claims: readonly Claim[], ttlMs: number) => boolean[]
  /** Removes up to `max` expired claims; returns their number. */
  readonly forgetExpired: (max: number) => number
}

/** The claims of a stream. */
export function createClaims({ log }: OpenStream): Claims {
  const { db } = log.database
  const take = db.query(
    `insert into stream_claims values (?1, ?2, ?3) on conflict (key) do update
     set offset = excluded.offset, expires_at = excluded.expires_at where expires_at <= ?4`,
  )
  const winnerQuery = db.query<{ offset: number }, [string]>('select offset from stream_claims where key = ?')
  const forget = db.query(
    'delete from stream_claims where key in (select key from stream_claims where expires_at <= ? limit ?)',
  )

  function claim(claims: readonly Claim[], ttlMs: number): boolean[] {
    const now = Date.now()
    return claims.map(({ key, token }) => {
      const offset = Number(token)
      return take.run(key, offset, now + ttlMs, now).changes > 0 || winnerQuery.get(key)?.offset === offset
    })
  }

  return { claim, forgetExpired: (max) => forget.run(Date.now(), max).changes }
}
