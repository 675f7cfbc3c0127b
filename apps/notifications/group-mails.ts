import { createHash } from 'node:crypto'
import { POSTPONED_MS_MAX, type Delivery } from '#lib/store/deliveries.ts'
import type { RingStore } from '#lib/store/rings.ts'
import type { Decision, Send } from './decide-sends.ts'
import type { Decided } from './decided.ts'
import { mergeContents, type MergedContent } from './merge-contents.ts'

/** The dependencies of grouping. */
export interface MailPorts {
  /** The mails of the last minutes, by the people who got them. */
  readonly mailRings: Pick<RingStore, 'take'>
}

/** A person gets at most one mail in this time. */
export const MAIL_EVERY_MS = 600_000

const WAITS: Pick<Decided['outcome'], 'reason'> = {
  reason: 'waits: the last mail is less than ten minutes old',
}

/**
 * Groups what would be mailed: a person gets at most one mail in ten minutes, and all matches that came meanwhile are in it. What
 * is not mailed now stays pending. Notes of operators and tests are not limited. It takes one call of the store.
 */
export async function groupMails(decision: Decision, { mailRings }: MailPorts): Promise<Decision> {
  const nowMs = Date.now()
  const groups = [...Map.groupBy(decision.sends, groupOf).values()].flatMap(merged)
  const limited = groups.filter(({ delivery }) => isLimited(delivery))
  const rings = limited.map(({ delivery }) => ({
    person: delivery.person,
    delivery: delivery.id,
    atMs: nowMs,
  }))
  const taken =
    rings.length === 0 ? new Set() : await mailRings.take(rings, { max: 1, windowMs: MAIL_EVERY_MS })
  const isNow = ({ delivery }: Send) => !isLimited(delivery) || taken.has(delivery.id)
  const waiting = groups.filter((group) => !isNow(group))
  return {
    ...decision,
    sends: groups.filter(isNow),
    skips: [...decision.skips, ...waiting.flatMap((group) => postponed(group, nowMs))],
  }
}

/** The matches and digests of a person are one group; anything else is mailed by itself. */
function groupOf({ delivery: { id, person, content } }: Send): string {
  return isMerged(content) ? person : `${person} ${id}`
}

function merged(all: readonly Send[]): Send[] {
  // The oldest one stands for the mail: if it was counted before a crash, the mail need not wait again.
  const group = all.toSorted((a, b) => a.delivery.created - b.delivery.created)
  const [first, ...others] = group
  if (first === undefined || others.length === 0) return group
  const contents = group.flatMap(({ delivery: { content } }) => (isMerged(content) ? [content] : []))
  const also = others.map(({ delivery }) => delivery)
  const key = keyOf(group.map(({ delivery: { id } }) => id))
  return [{ ...first, told: mergeContents(contents), also, key }]
}

/**
 * The key of a mail that tells several deliveries, which becomes its Message-ID. A mail that is sent again after a lost answer has the
 * same. When one more match has joined it meanwhile, it has another: programs would hide it as one that they know.
 */
function keyOf(ids: readonly string[]): string {
  const hash = createHash('sha256').update(ids.toSorted().join()).digest('hex')
  // As a UUID of version 8, whose other digits are free.
  return hash.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/u, '$1-$2-8$3-8$4-$5')
}

function isMerged(content: Delivery['content']): content is MergedContent {
  return content.kind === 'match' || content.kind === 'digest'
}

function isLimited({ content }: Delivery): boolean {
  return content.kind !== 'note' && content.kind !== 'test'
}

function postponed({ delivery, also = [] }: Send, nowMs: number): Decided[] {
  return [delivery, ...also].map((each) => ({
    delivery: each,
    outcome: { id: each.id, state: 'pending', dueAtMs: nowMs + POSTPONED_MS_MAX, ...WAITS, isTry: false },
  }))
}
