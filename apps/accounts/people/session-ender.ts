import { TOKEN_SECONDS } from '#lib/auth/tokens.ts'
import type { EndingStore } from '#lib/store/endings.ts'
import type { Logger } from '#lib/telemetry/logger.ts'

/** Makes the tokens of sessions invalid when the sessions end. */
export interface SessionEnder {
  /** Makes the tokens of one session invalid; called before the session is deleted. */
  one(person: string, session: string): Promise<void>
  /** Runs a change that ends all sessions of a person, or changes the role, and makes all their tokens invalid. */
  all<Result>(person: string, change: () => Promise<Result>): Promise<Result>
}

const SECOND_MS = 1_000
// Allow for clock differences, and for a token that is being signed.
const KEPT_MS = (TOKEN_SECONDS + 60) * SECOND_MS
const FORGET_EVERY_MS = 60 * SECOND_MS

/** Creates it on the list of ended sessions. */
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
      // Before the change: if this process crashes in between, the old tokens are invalid anyway.
      await add(person)
      try {
        return await change()
      } finally {
        // And after the change: a token may have been issued meanwhile.
        await add(person).catch((error: unknown) => log.warn('ended sessions not listed twice', { error }))
      }
    },
  }
}
