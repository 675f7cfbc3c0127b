import { createHash } from 'node:crypto'
import type { BetterAuthPlugin, DBAdapter } from 'better-auth'

/** What is counted for a mail address, in a table of its own each. */
const MODELS = ['signInTries', 'mailsAnHour', 'mailsADay'] as const
type Model = (typeof MODELS)[number]

/** How often something may be, within what time since its first. */
export interface CountedWindow {
  readonly model: Model
  readonly max: number
  readonly windowMs: number
}

/** Counts what is done with one mail address, for all processes together. */
export interface WindowCount {
  /** Counts one more before it is done; gives the seconds to wait when that is too many, else undefined. */
  admit(email: string): Promise<number | undefined>
  /** Forgets what was counted for an address. */
  clear(email: string): Promise<void>
}

const ROUNDS_MAX = 3

/** The tables of the counts, for the sign-in library to make. */
export const windowCountsPlugin: BetterAuthPlugin = {
  id: 'window-counts',
  schema: Object.fromEntries(
    MODELS.map((model) => [
      model,
      {
        fields: {
          key: { type: 'string', required: true, unique: true },
          tries: { type: 'number', required: true },
          since: { type: 'number', bigint: true, required: true, index: true },
        },
      },
    ]),
  ),
}

interface Counted {
  readonly tries: number
  readonly since: number
}

/** Opens a count on the database of the sign-in library. */
export function openWindowCount(
  adapter: DBAdapter,
  { model, max, windowMs }: CountedWindow,
  now: () => number = Date.now,
): WindowCount {
  async function admit(email: string, round = 1): Promise<number | undefined> {
    const [key, at] = [keyOf(email), now()]
    // In one step: what is done all at once is counted one by one.
    const counted = await adapter.incrementOne<Counted>({
      model,
      where: [
        { field: 'key', value: key },
        { field: 'since', operator: 'gt', value: at - windowMs },
      ],
      increment: { tries: 1 },
    })
    if (counted !== null) {
      return counted.tries <= max
        ? undefined
        : Math.max(1, Math.ceil((counted.since + windowMs - at) / 1_000))
    }
    await adapter.deleteMany({ model, where: [{ field: 'since', operator: 'lte', value: at - windowMs }] })
    try {
      await adapter.create({ model, data: { key, tries: 1, since: at } })
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
      await adapter.deleteMany({ model, where: [{ field: 'key', value: keyOf(email) }] })
    },
  }
}

// Also addresses without an account are counted: of those we keep no more than is needed to know them again.
function keyOf(email: string): string {
  return createHash('sha256').update(email.toLowerCase()).digest('base64url')
}
