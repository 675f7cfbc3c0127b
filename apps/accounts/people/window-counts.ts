import { createHash } from 'node:crypto'
import type { BetterAuthPlugin, DBAdapter } from 'better-auth'

/** The counters per mail address, or per address and network; each has its own table. */
const MODELS = ['signInTries', 'mailsAnHour', 'mailsADay', 'codesADay', 'codePlaces'] as const
type Model = (typeof MODELS)[number]

/** A limit: the maximum count within a time window that begins with the first count. */
export interface CountedWindow {
  readonly model: Model
  readonly max: number
  readonly windowMs: number
}

/** A counter per mail address, shared by all processes. */
export interface WindowCount {
  /** Counts one action before it runs; gives the seconds to wait when the limit is reached, else undefined. */
  admit(email: string): Promise<number | undefined>
  /** True if something was counted for an address in the present window. */
  has(email: string): Promise<boolean>
  /** Resets the counter of an address. */
  clear(email: string): Promise<void>
}

const ROUNDS_MAX = 3

/** The tables of the counters, which the sign-in library creates. */
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

/** Opens a counter on the database of the sign-in library. */
export function openWindowCount(
  adapter: DBAdapter,
  { model, max, windowMs }: CountedWindow,
  now: () => number = Date.now,
): WindowCount {
  async function admit(email: string, round = 1): Promise<number | undefined> {
    const [key, at] = [keyOf(email), now()]
    // One atomic step, so that concurrent actions are counted correctly.
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
      // Another call created the row meanwhile: count there.
      if (round === ROUNDS_MAX) throw error
      return admit(email, round + 1)
    }
  }

  return {
    admit: (email) => admit(email),
    has: async (email) =>
      (await adapter.findOne({
        model,
        where: [
          { field: 'key', value: keyOf(email) },
          { field: 'since', operator: 'gt', value: now() - windowMs },
        ],
      })) !== null,
    async clear(email) {
      await adapter.deleteMany({ model, where: [{ field: 'key', value: keyOf(email) }] })
    },
  }
}

// Addresses without an account are counted too, so store only a hash.
function keyOf(email: string): string {
  return createHash('sha256').update(email.toLowerCase()).digest('base64url')
}
