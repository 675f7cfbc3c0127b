import type { DeliveryContent } from '#lib/store/deliveries.ts'

/** What a person knows of a match that is told to them. */
export interface OwnSide {
  /** Their own search or offer. */
  readonly subject: string
  readonly kind: 'search' | 'offer'
  readonly title: string
  /** The other person; undefined if the notice does not name them. */
  readonly other: string | undefined
}

/** The side of a match that a delivery tells. */
export function ownSide({ notice, side }: Extract<DeliveryContent, { kind: 'match' }>): OwnSide {
  const { match, sides } = notice
  const own = sides[side]
  const subject = own?.subject ?? ''
  const kind = subject === match.offer ? 'offer' : 'search'
  return { subject, kind, title: own?.title ?? '', other: sides[1 - side]?.person }
}
