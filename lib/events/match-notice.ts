import { z } from 'zod'
import { DISTANCE_CLASSES } from '#lib/matching/distance-class.ts'

/** The event types in `push.notices`. */
export const NOTICE_TYPES = ['match.found', 'match.ended'] as const
export type NoticeType = (typeof NOTICE_TYPES)[number]

const side = z.object({
  /** The person to notify. */
  person: z.string(),
  /** Their search or offer. */
  subject: z.string(),
  title: z.string(),
  mobile: z.boolean(),
  /** The first picture of the other search or offer; absent if it has none, and in old notices. */
  picture: z.string().optional(),
})

const hops = z.object({
  /** The tracker accepted the event. */
  received: z.number().optional(),
  /** Enrich read it from the stream. */
  enriched: z.number().optional(),
  /** Matching read it from the bus. */
  taken: z.number().optional(),
  /** Matching stored the notice. */
  decided: z.number().optional(),
  /** The bus stored the notice. */
  published: z.number().optional(),
  /** Notifications read the notice. */
  noticed: z.number().optional(),
})

/** The times at which stations had the event that caused a notice, and the notice. */
export type Hops = z.output<typeof hops>

/** `data.params` of a `match.found` or `match.ended` event. */
export const matchNotice = z.object({
  match: z.object({ id: z.string(), search: z.string(), offer: z.string() }),
  /** The sides to notify: both, or only the watching side if a search watches searches. */
  sides: z.array(side).min(1).max(2),
  distanceClass: z.enum(DISTANCE_CLASSES),
  /** Latest end of the match, in milliseconds since 1970; absent if neither side expires. */
  validUntil: z.number().optional(),
  /** The event that started or ended the match. */
  cause: z.object({
    source: z.string(),
    clientsource: z.string().optional(),
    id: z.string(),
    time: z.number(),
    /** Its type; absent in old notices. */
    type: z.string().optional(),
    /** When each station had it, in milliseconds since 1970, by the clock of that station; absent when unknown. */
    hops: hops.optional(),
    /** Its trace context; absent if the event is not traced. */
    traceparent: z.string().optional(),
    /** The owner of the search or offer that moved or changed; absent in old notices. */
    person: z.string().optional(),
    /**
     * `block`: the match ended because one person blocked the other; pending notifications must not be sent. `settled`: it ended
     * because the owner of one side said that it is done.
     */
    reason: z.enum(['block', 'settled']).optional(),
  }),
})

export type MatchNotice = z.output<typeof matchNotice>

/** Returns the ids of all people in a notice: those to notify, and the person who caused it. */
export function peopleIn({ sides, cause }: MatchNotice): string[] {
  return [...sides.map(({ person }) => person), ...(cause.person === undefined ? [] : [cause.person])]
}

/** Returns the key of a pair, used as partition key and collapse id. */
export function pairKey(search: string, offer: string): string {
  return `${search}:${offer}`
}

/** Owners with this prefix are importers: many different people may be behind their offers. */
const IMPORTER_PREFIX = 'importer:'

/**
 * Returns the key of the ring window of a side of a notice: the person to notify and the person on the other side, so that a
 * search or offer that is created again does not ring again. If there is no other person, it is the side of the pair.
 */
export function ringKey({ match, sides }: Pick<MatchNotice, 'match' | 'sides'>, place: number): string {
  const [own, other] = [sides[place]?.person, sides[1 - place]?.person]
  if (own === undefined || other === undefined || other.startsWith(IMPORTER_PREFIX)) {
    return `pair ${place} ${pairKey(match.search, match.offer)}`
  }
  return `people ${own} ${other}`
}
