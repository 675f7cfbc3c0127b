import { createHash } from 'node:crypto'
import type { BetterAuthPlugin, DBAdapter } from 'better-auth'

/** Keeps wrong passwords for one mail address from being tried on and on, from however many machines. */
export interface LockOut {
  /** Counts a try before it is made; gives the seconds to wait when there were too many, else undefined. */
  admit(email: string): Promise<number | undefined>
  /** Forgets the tries for an address. */
  clear(email: string): Promise<void>
}

/** Tries for one address in one window. */
export const TRIES_MAX = 10
const WINDOW_MS = 15 * 60_000
const MODEL = 'signInTries'
const ROUNDS_MAX = 3

/** The table of the lock-out, for the sign-in library to make. */
export const lockOutPlugin: BetterAuthPlugin = {
  id: 'lock-out',
  schema: {
    [MODEL]: {
      fields: {
        key: { type: 'string', required: true, unique: true },
        tries: { type: 'number', required: true },
        since: { type: 'number', bigint: true, required: true },
      },
    },
  },
}

interface Tries {
  readonly tries: number
  readonly since: number
}

/** Opens the lock-out on the database of the sign-in library. */
export function openLockOut(adapter: DBAdapter, now: () => number = Date.now): LockOut {
  async function admit(email: string, round = 1): Promise<number | undefined> {
    const [key, at] = [keyOf(email), now()]
    // Counted before the password is looked at, in one step: tries made all at once are counted one by one.
    const counted = await adapter.incrementOne<Tries>({
      model: MODEL,
      where: [
        { field: 'key', value: key },
        { field: 'since', operator: 'gt', value: at - WINDOW_MS },
      ],
      increment: { tries: 1 },
    })
    if (counted !== null) {
      return counted.tries <= TRIES_MAX
        ? undefined
        : Math.max(1, Math.ceil((counted.since + WINDOW_MS - at) / 1_000))
    }
    await adapter.deleteMany({
      model: MODEL,
      where: [{ field: 'since', operator: 'lte', value: at - WINDOW_MS }],
    })
    try {
      await adapter.create({ model: MODEL, data: { key, tries: 1, since: at } })
      return undefined
    } catch (error) {
      // Somebody else made the row meanwhile: count on theirs.
      if (round === ROUNDS_MAX) throw error
      return admit(email, round + 1)
    }
  }

  return {
    admit: (email) => admit(email),
    async clear(email) {
      await adapter.deleteMany({ model: MODEL, where: [{ field: 'key', value: keyOf(email) }] })
    },
  }
}

// Also addresses without an account are counted: of those we keep no more than is needed to know them again.
function keyOf(email: string): string {
  return createHash('sha256').update(email.toLowerCase()).digest('base64url')
}
