import type { TwoPeople } from '#lib/matching/people-key.ts'
import type { Outbox } from '#lib/store/outbox.ts'

/** Maximum number of people that one person may block. */
export const BLOCKS_MAX = 1_000

/** A block: one person does not want to meet another one. */
export interface Block {
  /** Its id in the outbox. */
  readonly id: string
  /** The person who blocks. */
  readonly by: string
  /** The blocked person. */
  readonly person: string
  /** In milliseconds since 1970; of a block that was removed, the time of its removal. */
  readonly since: number
  /** True in the outbox for a block that was removed: the two can match again. */
  readonly isLifted?: true
}

/** Outcome of storing a block. */
export type BlockOutcome = 'added' | 'known' | 'full'

/**
 * Who blocked whom; owned by apps/matching. The outbox holds new blocks until the matches between the two people are ended, and
 * removed blocks until the two are matched again: the process that leases one does it.
 */
export interface BlockStore extends Outbox<Block> {
  /**
   * Stores a block, and adds it to the outbox, in one write. `known`: the block already exists; `full`: the person has already
   * blocked `max` others, also with concurrent calls. In both cases nothing is written.
   */
  add(block: Block, max: number): Promise<BlockOutcome>
  /** Deletes a block, and adds it as lifted to the outbox, in one write; false when there is none. Its id is new. */
  remove(block: Block): Promise<boolean>
  /** The people that a person blocked, newest first. */
  ofPerson(by: string): Promise<Pick<Block, 'person' | 'since'>[]>
  /** Deletes the blocks by a person and of that person. */
  removeOf(person: string): Promise<void>
  /** Of the given pairs, those in which one person blocked the other, as keys of `peopleKey()`. */
  between(pairs: readonly TwoPeople[]): Promise<ReadonlySet<string>>
}
