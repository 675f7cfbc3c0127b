import type { BetterAuthPlugin, DBAdapter } from 'better-auth'
import { newId } from '#lib/ids/new-id.ts'

/** Somebody who signed up with an address and has not confirmed it: nobody yet. */
export interface SignUp {
  /** Names this sign-up, and none before or after it with the same address. */
  readonly id: string
  readonly email: string
  readonly name: string
  /** The hash of the password. */
  readonly password: string
  readonly at: Date
}

/** What somebody signs up with. */
export type NewSignUp = Pick<SignUp, 'email' | 'name' | 'password'>

/** Sign-ups whose address is not confirmed: one for an address, the newest. */
export interface SignUps {
  /** Keeps a sign-up in the place of an earlier one with the address: links of that one are void. */
  put(signUp: NewSignUp): Promise<SignUp>
  find(email: string): Promise<SignUp | undefined>
  /** Forgets a sign-up; one that took its place stays. */
  drop(id: string): Promise<void>
}

/** How long an address may stay unconfirmed; whoever comes later signs up again. */
const KEPT_MS = 24 * 3_600_000
const ROUNDS_MAX = 5

const MODEL = 'signUps'

/** The table of sign-ups, for the sign-in library to make. */
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
      // Somebody else signed up with it meanwhile: take their place.
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

/** Takes a sign-up away in the transaction that makes a person of it: of several who try, one is given it. */
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
  const sinceMs = Number(since)
  return sinceMs + KEPT_MS > nowMs ? { id: signUp, email, name, password, at: new Date(sinceMs) } : undefined
}
