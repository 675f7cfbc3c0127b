import {
  devicesInDoubt,
  devicesOf,
  placeSubjects,
  type HiddenFollower,
  type PlaceOptions,
} from '#lib/store/place-subjects.ts'
import type { IndexedSubject } from '#lib/store/subjects.ts'
import type { Collections } from './open-collections.ts'
import { POSITION_SCHEMA, positionOf, type PositionDocument } from './positions.ts'
import { SUBJECT_SCHEMA } from './subject-schema.ts'

/** Places subjects: with at most one command for any number of them. */
export type PlaceSubjects = (found: readonly IndexedSubject[]) => Promise<IndexedSubject[]>

/** Creates the function that reads where subjects are shown. */
export function createPlacer({ collection, inOrder }: Collections, options: PlaceOptions): PlaceSubjects {
  const positions = collection<PositionDocument>(POSITION_SCHEMA.name)

  /** The positions of devices, and which of the followers of those in doubt are hidden: in one command, as each costs more than what it reads. */
  async function readWhereabouts(devices: readonly string[], inDoubt: readonly string[]) {
    const hiddenFollowers = {
      coll: SUBJECT_SCHEMA.name,
      pipeline: [
        { $match: { device: { $in: [...inDoubt] }, showLocation: false } },
        { $project: { _id: 0, device: 1, owner: 1 } },
      ],
    }
    const read = await positions
      .aggregate<PositionDocument | HiddenFollower>(
        [
          { $match: { _id: { $in: [...devices] } } },
          { $project: { doubt: 0 } },
          ...(inDoubt.length === 0 ? [] : [{ $unionWith: hiddenFollowers }]),
        ],
        inOrder(),
      )
      .toArray()
    return {
      positions: read.flatMap((one) => ('_id' in one ? [positionOf(one)] : [])),
      hidden: read.flatMap((one) => ('_id' in one ? [] : [one])),
    }
  }

  return async function place(found) {
    const devices = devicesOf(found)
    if (devices.length === 0) return [...found]
    const { positions: stored, hidden } = await readWhereabouts(devices, devicesInDoubt(found))
    return placeSubjects(found, {
      positions: stored,
      hidden,
      nowMs: Date.now(),
      options,
    })
  }
}
