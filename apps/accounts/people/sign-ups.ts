import type { BetterAuthPlugin, DBAdapter } from 'better-auth'
import { newId } from '#lib/ids/new-id.ts'

/** A sign-up whose address is not confirmed; it is not a person yet. */
export interface SignUp {
  /** The id of this sign-up; another sign-up with the same address has another id. */
  readonly id: string
  readonly email: string
  readonly name: string
  /** The hash of the password. */
  readonly password: string
  readonly at: Date
}

/** The data of a new sign-up. */
export type NewSignUp = Pick<SignUp, 'email' | 'name' | 'password'>

/** Unconfirmed sign-ups: only the newest for each address. */
export interface SignUps {
  /** Stores a sign-up, and replaces an earlier one with the address, whose links become invalid. */
  put(signUp: NewSignUp): Promise<SignUp>
  find(email: string): Promise<SignUp | undefined>
  /** Removes a sign-up; a newer one with the address stays. */
  drop(id: string): Promise<void>
}

/** How long an address may stay unconfirmed; after that, people sign up again. */
const KEPT_MS = 24 * 3_600_000
const ROUNDS_MAX = 5

const MODEL = 'signUps'

/** The table of sign-ups, which the sign-in library creates. */
export const signUpsPlugin: BetterAuthPlugin = {
  id: 'sign-ups',
  schema: {
    [MODEL]: {
      fields: {
        email: { type: 'string', required: true, unique: true },
        signUp: { type: 'string', required: true, unique: true },
        name: { type: 'string', required: true },
        password: { type: 'string', required: true },
        since: { type: 'number', bigint: true, required: true, index: true },
      },
    },
  },
}

interface SignUpRow extends NewSignUp {
  readonly signUp: string
  readonly since: number
}

/** Opens the sign-ups on the database of the sign-in library. */
export function openSignUps(adapter: DBAdapter, now: () => number = Date.now): SignUps {
  async function put({ email, name, password }: NewSignUp, round = 1): Promise<SignUp> {
    const [signUp, since] = [newId(), now()]
    const update = { name, password, signUp, since }
    const kept = { id: signUp, email, name, password, at: new Date(since) }
    const where = [{ field: 'email', value: email }]
    if ((await adapter.update<SignUpRow>({ model: MODEL, where, update })) !== null) return kept
    await adapter.deleteMany({
      model: MODEL,
      where: [{ field: 'since', operator: 'lte', value: since - KEPT_MS }],
    })
    try {
      await adapter.create({ model: MODEL, data: { ...update, email } })
      return kept
    } catch (error) {
      // A concurrent sign-up with the address was stored: replace it.
      if (round === ROUNDS_MAX) throw error
      return put({ email, name, password }, round + 1)
    }
  }

  return {
    put: (signUp) => put({ ...signUp, email: signUp.email.toLowerCase() }),
    async find(email) {
      const row = await adapter.findOne<SignUpRow>({
        model: MODEL,
        where: [{ field: 'email', value: email.toLowerCase() }],
      })
      return row === null ? undefined : liveSignUp(row, now())
    },
    async drop(id) {
      await adapter.deleteMany({ model: MODEL, where: [{ field: 'signUp', value: id }] })
    },
  }
}

/** Removes a sign-up in the transaction that creates its person; of several concurrent calls only one gets it. */
export async function takeSignUp(
  transaction: Pick<DBAdapter, 'consumeOne'>,
  id: string,
): Promise<SignUp | undefined> {
  const row = await transaction.consumeOne<SignUpRow>({
    model: MODEL,
    where: [{ field: 'signUp', value: id }],
  })
  return row === null ? undefined : liveSignUp(row, Date.now())
}

function liveSignUp({ signUp, since, email, name, password }: SignUpRow, nowMs: number): SignUp | undefined {
  return since + KEPT_MS > nowMs ? { id: signUp, email, name, password, at: new Date(since) } : undefined
}
