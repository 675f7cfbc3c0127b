import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import type { BetterAuthPlugin, DBAdapter } from 'better-auth'

/** A new code, and the ticket of the tab that asked for it: the code is valid only together with the ticket. */
export interface SignInCode {
  /** Six digits, for the mail. */
  readonly code: string
  /** A secret for the tab. */
  readonly ticket: string
}

/** Codes in mails that prove that the reader has an address. */
export interface SignInCodes {
  /** Stores a new code for an address. Other codes for the address stay valid in their own tabs. */
  create(email: string): Promise<SignInCode>
  /** Uses a code up; gives its address, or undefined when it is wrong, used, too old, or was tried too often. */
  use(given: SignInCode): Promise<string | undefined>
}

/** Minutes that a code is valid. */
export const CODE_MINUTES = 10
/** Maximum number of tries for one code; then it is void. */
export const CODE_TRIES_MAX = 5

const CODE_MS = CODE_MINUTES * 60_000
const CODE_DIGITS = 6
const TICKET_BYTES = 16

const MODEL = 'signInCodes'

/** The table of codes, which the sign-in library creates. */
export const signInCodesPlugin: BetterAuthPlugin = {
  id: 'sign-in-codes',
  schema: {
    [MODEL]: {
      fields: {
        key: { type: 'string', required: true, unique: true },
        proof: { type: 'string', required: true },
        email: { type: 'string', required: true },
        tries: { type: 'number', required: true },
        since: { type: 'number', bigint: true, required: true, index: true },
      },
    },
  },
}

interface CodeRow {
  readonly key: string
  readonly proof: string
  readonly email: string
}

/** Opens the codes on the database of the sign-in library. */
export function openSignInCodes(adapter: DBAdapter, now: () => number = Date.now): SignInCodes {
  return {
    async create(email) {
      const code = String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0')
      const ticket = randomBytes(TICKET_BYTES).toString('base64url')
      const since = now()
      await adapter.deleteMany({
        model: MODEL,
        where: [{ field: 'since', operator: 'lte', value: since - CODE_MS }],
      })
      await adapter.create({
        model: MODEL,
        data: {
          key: hashOf(ticket),
          proof: proofOf({ code, ticket }),
          email: email.toLowerCase(),
          tries: 0,
          since,
        },
      })
      return { code, ticket }
    },
    async use({ code, ticket }) {
      const ofTicket = { field: 'key', value: hashOf(ticket) }
      // Count the try before the comparison, in one atomic step, so that concurrent tries are counted correctly.
      const row = await adapter.incrementOne<CodeRow>({
        model: MODEL,
        where: [
          ofTicket,
          { field: 'since', operator: 'gt', value: now() - CODE_MS },
          { field: 'tries', operator: 'lt', value: CODE_TRIES_MAX },
        ],
        increment: { tries: 1 },
      })
      if (row === null || !isSame(row.proof, proofOf({ code, ticket }))) return undefined
      // Of several concurrent calls only one uses the code.
      const used = await adapter.consumeOne<CodeRow>({ model: MODEL, where: [ofTicket] })
      return used?.email
    },
  }
}

// The store keeps only hashes, and the ticket is a part of both: who reads the store finds neither.
function hashOf(ticket: string): string {
  return createHash('sha256').update(ticket).digest('base64url')
}

function proofOf({ code, ticket }: SignInCode): string {
  return hashOf(`${ticket} ${code}`)
}

function isSame(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))
}
