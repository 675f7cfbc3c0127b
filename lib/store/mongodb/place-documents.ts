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
import type { SubjectDocument } from './subject-document.ts'
import { HIDDEN_FOLLOWERS_INDEX, SUBJECT_SCHEMA } from './subject-schema.ts'

/** Places subjects: with at most two commands for any number of them. */
export type PlaceSubjects = (found: readonly IndexedSubject[]) => Promise<IndexedSubject[]>

/** Creates the function that reads where subjects are shown. */
export function createPlacer({ collection, inOrder }: Collections, options: PlaceOptions): PlaceSubjects {
  const subjects = collection<SubjectDocument>(SUBJECT_SCHEMA.name)
  const positions = collection<PositionDocument>(POSITION_SCHEMA.name)

  async function hiddenAt(devices: readonly string[]): Promise<HiddenFollower[]> {
    if (devices.length === 0) return []
    const hidden = subjects.find(
      { device: { $in: [...devices] }, showLocation: false },
      { projection: { _id: 0, device: 1, owner: 1 }, hint: HIDDEN_FOLLOWERS_INDEX, ...inOrder() },
    )
    return (await hidden.toArray()).map(({ device = '', owner }) => ({ device, owner }))
  }

  return async function place(found) {
    const devices = devicesOf(found)
    if (devices.length === 0) return [...found]
    const [stored, hidden] = await Promise.all([
      positions.find({ _id: { $in: devices } }, { projection: { doubt: 0 }, ...inOrder() }).toArray(),
      hiddenAt(devicesInDoubt(found)),
    ])
    return placeSubjects(found, {
      positions: stored.map(positionOf),
      hidden,
      nowMs: Date.now(),
      options,
    })
  }
}
