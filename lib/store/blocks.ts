import type { TwoPeople } from '#lib/matching/people-key.ts'
import type { Outbox } from '#lib/store/outbox.ts'

/** Most people that one person may block. */
export const BLOCKS_MAX = 1_000

/** One person wants to meet another no more. */
export interface Block {
  /** Names it in the outbox. */
  readonly id: string
  /** Who blocks. */
  readonly by: string
  /** Who is blocked. */
  readonly person: string
  /** In milliseconds since 1970. */
  readonly since: number
}

/** What became of a block that was to be kept. */
export type BlockOutcome = 'added' | 'known' | 'full'

/**
 * Who blocked whom; owned by apps/matching. The outbox holds blocks of which the two may still be together: whoever leases
 * them ends that.
 */
export interface BlockStore extends Outbox<Block> {
  /**
   * Keeps a block, and puts it into the outbox, in one write. `known`: it stands already, as it was; `full`: its person
   * blocked `max` others, however many are added at once. Nothing is written then.
   */
  add(block: Block, max: number): Promise<BlockOutcome>
  /** Takes a block back; false when there is none. */
  remove(by: string, person: string): Promise<boolean>
  /** Whom a person blocked, the newest first. */
  ofPerson(by: string): Promise<Pick<Block, 'person' | 'since'>[]>
  /** Removes whom a person blocked, and who blocked them. */
  removeOf(person: string): Promise<void>
  /** Those of the pairs of whom one blocked the other, whichever, by `peopleKey()`. */
  between(pairs: readonly TwoPeople[]): Promise<ReadonlySet<string>>
}
