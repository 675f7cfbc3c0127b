import { TOKEN_SECONDS } from '#lib/auth/tokens.ts'
import type { EndingStore } from '#lib/store/endings.ts'
import type { Logger } from '#lib/telemetry/logger.ts'

/** Ends what sessions were given, together with the sessions. */
export interface SessionEnder {
  /** Voids what one session was given; called before the session goes. */
  one(person: string, session: string): Promise<void>
  /** Makes a change that ends all sessions of a person, or what they may do, and voids what all of them were given. */
  all<Result>(person: string, change: () => Promise<Result>): Promise<Result>
}

const SECOND_MS = 1_000
// Clocks may differ, and a token that was being signed is given a moment.
const KEPT_MS = (TOKEN_SECONDS + 60) * SECOND_MS
const FORGET_EVERY_MS = 60 * SECOND_MS

/** Opens it on the list of ended sessions. */
export function openSessionEnder(endings: EndingStore, log: Logger): SessionEnder {
  let forgotAt = 0

  async function add(person: string, session?: string): Promise<void> {
    const now = Date.now()
    await endings.add({ person, session, until: now + KEPT_MS })
    if (now - forgotAt < FORGET_EVERY_MS) return
    forgotAt = now
    await endings.forget(now)
  }

  return {
    one: add,
    async all(person, change) {
      // Before: where this process ends in between, tokens from before are void all the same.
      await add(person)
      try {
        return await change()
      } finally {
        // And after: a token may have been given meanwhile.
        await add(person).catch((error: unknown) => log.warn('ended sessions not listed twice', { error }))
      }
    },
  }
}
