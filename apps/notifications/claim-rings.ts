import type { Delivery } from '#lib/store/deliveries.ts'
import type { CausedRing } from '#lib/store/rings.ts'
import type { RingPorts } from './which-may-ring.ts'

/** The right to ring one person for another, for one match, until it is given back. */
export type Claim = Pick<CausedRing, 'person' | 'delivery'>

/** The claims that a sender got. */
export interface Claims {
  readonly claims: readonly Claim[]
  /** True for a delivery that needs no claim, or whose claim was got. */
  readonly isFree: (delivery: Delivery) => boolean
}

const CLAIM_MS = 60_000

/**
 * Claims the ring keys of what is sent next, so that two processes do not ring one person for two matches with another person at once.
 * Whoever sends gives the claims back when the outcomes are stored: then the ring window tells what was sent. After a crash a claim
 * ends by itself.
 */
export async function claimRings(
  sends: readonly { readonly delivery: Delivery }[],
  { rings, ringWindowMs }: Pick<RingPorts, 'rings'> & { readonly ringWindowMs: number },
  atMs: number,
): Promise<Claims> {
  const needsOne = ({ ringKey }: Delivery) => ringWindowMs > 0 && ringKey !== ''
  const wanted = sends.map(({ delivery }) => delivery).filter(needsOne)
  // All devices of a match share one.
  const claims = [...new Map(wanted.map((each) => [claimOf(each).delivery, claimOf(each)])).values()]
  const taken =
    claims.length === 0
      ? new Set<string>()
      : await rings.take(
          claims.map((claim) => ({ ...claim, atMs })),
          { max: 1, windowMs: CLAIM_MS },
        )
  return {
    claims: claims.filter(({ delivery }) => taken.has(delivery)),
    isFree: (delivery) => !needsOne(delivery) || taken.has(claimOf(delivery).delivery),
  }
}

/** What a delivery claims: its ring key, for its match. */
function claimOf({ match, ringKey }: Delivery): Claim {
  return { person: `told ${ringKey}`, delivery: `${match} ${ringKey}` }
}
