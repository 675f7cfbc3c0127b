import { peopleKey, type TwoPeople } from '#lib/matching/people-key.ts'
import type { Block, BlockOutcome, BlockStore } from '#lib/store/blocks.ts'
import type { Opened } from '#lib/store/opened.ts'
import type { CollectionSchema } from './collection-schema.ts'
import { isDuplicateKey } from './mongo-error.ts'
import { openCollections } from './open-collections.ts'
import { createOutbox } from './outbox.ts'
import { keepUnsent, UNSENT_INDEXES, type WithUnsent } from './unsent.ts'

/** All blocks of one person, so that their number is checked in the write that adds one. */
interface BlockerDocument extends WithUnsent {
  readonly _id: string
  /** In the order in which they were added. */
  readonly blocked: readonly Pick<Block, 'person' | 'since'>[]
}

const BLOCKER_SCHEMA: CollectionSchema = {
  name: 'blocks',
  required: { blocked: 'array' },
  optional: { unsent: 'array' },
  indexes: [{ name: 'by_blocked', key: { 'blocked.person': 1 } }, ...UNSENT_INDEXES],
}

/**
 * Opens the block store in the database behind `mongodb://…`.
 *
 * @throws {StartError} when the server cannot be used.
 */
export async function openMongoBlockStore(url: string): Promise<Opened<BlockStore>> {
  const { collection, use, close } = await openCollections(url, [BLOCKER_SCHEMA])
  const blockers = collection<BlockerDocument>(BLOCKER_SCHEMA.name)

  async function add(block: Block, max: number): Promise<BlockOutcome> {
    const { by, person, since } = block
    const blocked = { $concatArrays: [{ $ifNull: ['$blocked', []] }, [{ $literal: { person, since } }]] }
    for (;;) {
      try {
        // If the person's document does not match the filter, the upsert tries to insert a second one and fails with a duplicate key.
        await keepUnsent([block], (stages) =>
          blockers.updateOne(
            { _id: by, 'blocked.person': { $ne: person }, [`blocked.${max - 1}`]: { $exists: false } },
            [{ $set: { blocked } }, ...stages],
            { upsert: true },
          ),
        )
        return 'added'
      } catch (error) {
        if (!isDuplicateKey(error)) throw error
      }
      const stored = await blockers.findOne({ _id: by }, { projection: { blocked: 1 } })
      if (stored?.blocked.some((each) => each.person === person) === true) return 'known'
      if (stored !== null && stored.blocked.length >= max) return 'full'
      // Another call inserted the document of this person concurrently, or removed a block since: try again.
    }
  }

  async function between(pairs: readonly TwoPeople[]): Promise<ReadonlySet<string>> {
    if (pairs.length === 0) return new Set()
    const asked = new Set(pairs.map(([one, other]) => peopleKey(one, other)))
    const people = [...new Set(pairs.flat())]
    // Few people have blocked anybody. An index on both would be asked for each person with each other one.
    const found = blockers.find(
      { _id: { $in: people } },
      { projection: { 'blocked.person': 1 }, hint: '_id_', batchSize: people.length + 1 },
    )
    const keys = (await found.toArray()).flatMap(({ _id: by, blocked }) =>
      blocked.map(({ person }) => peopleKey(by, person)),
    )
    return new Set(keys.filter((key) => asked.has(key)))
  }

  return {
    add: (block, max) => use(() => add(block, max)),
    remove: (block) =>
      use(async () => {
        const { by, person } = block
        const isOther = { $ne: ['$$this.person', { $literal: person }] }
        const others = { $set: { blocked: { $filter: { input: '$blocked', cond: isOther } } } }
        const lifted: Block = { ...block, isLifted: true }
        const { matchedCount } = await keepUnsent([lifted], (stages) =>
          blockers.updateOne({ _id: by, 'blocked.person': person }, [others, ...stages]),
        )
        return matchedCount > 0
      }),
    ofPerson: (by) =>
      use(async () => {
        const stored = await blockers.findOne({ _id: by }, { projection: { blocked: 1 } })
        return [...(stored?.blocked ?? [])].sort(
          (a, b) => b.since - a.since || (a.person < b.person ? -1 : 1),
        )
      }),
    removeOf: (person) =>
      use(async () => {
        await blockers.deleteOne({ _id: person })
        await blockers.updateMany({ 'blocked.person': person }, { $pull: { blocked: { person } } })
      }),
    between: (pairs) => use(() => between(pairs)),
    ...createOutbox<Block>({ collection: collection(BLOCKER_SCHEMA.name), use }),
    close,
  }
}
