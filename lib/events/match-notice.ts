import { z } from 'zod'
import { DISTANCE_CLASSES } from '#lib/matching/distance-class.ts'

/** What `push.notices` says of a pair. */
export const NOTICE_TYPES = ['match.found', 'match.ended'] as const
export type NoticeType = (typeof NOTICE_TYPES)[number]

const side = z.object({
  /** Who is to be rung. */
  person: z.string(),
  /** Their search or offer. */
  subject: z.string(),
  title: z.string(),
  mobile: z.boolean(),
})

/** `data.params` of a `match.found` or `match.ended` event. */
export const matchNotice = z.object({
  match: z.object({ id: z.string(), search: z.string(), offer: z.string() }),
  /** The sides to ring: both, or only the watcher when a search watches searches. */
  sides: z.array(side).min(1).max(2),
  distanceClass: z.enum(DISTANCE_CLASSES),
  /** When the match is over at the latest, in milliseconds since 1970; absent when neither side ends by itself. */
  validUntil: z.number().optional(),
  /** The event that brought them together, or apart. */
  cause: z.object({
    source: z.string(),
    clientsource: z.string().optional(),
    id: z.string(),
    time: z.number(),
    /** Where its trace goes on; absent where it is not followed. */
    traceparent: z.string().optional(),
    /** Whose search or offer moved or changed; old notices do not say. */
    person: z.string().optional(),
    /** `block`: they parted because one blocked the other, and what has not rung yet is not to ring. */
    reason: z.literal('block').optional(),
  }),
})

export type MatchNotice = z.output<typeof matchNotice>

/** Everybody whom a notice names: who is to be rung, and who brought it about. */
export function peopleIn({ sides, cause }: MatchNotice): string[] {
  return [...sides.map(({ person }) => person), ...(cause.person === undefined ? [] : [cause.person])]
}

/** The key of a pair wherever one is needed: partition key, ring window, collapse id. */
export function pairKey(search: string, offer: string): string {
  return `${search}:${offer}`
}
