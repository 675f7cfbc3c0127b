import { useEffect, useState } from 'preact/hooks'
import { requireSession, type Session } from './session.ts'

/** The session of a page that is for one person only; undefined until it is known, null when there is none. */
export function useSession(): Session | null | undefined {
  const [found, setFound] = useState<Session | null>()
  useEffect(() => void requireSession().then(setFound), [])
  return found
}
