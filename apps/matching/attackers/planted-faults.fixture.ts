import type { Point } from '#lib/geo/point.ts'
import { snapToGrid } from '#lib/geo/snap.ts'
import { stayInCell } from '#lib/geo/stay-in-cell.ts'
import { ANCHOR_METERS_MAX } from '#lib/store/place-subjects.ts'
import type { Position } from '#lib/store/positions.ts'
import { isShownIn } from '#lib/store/shown-in.ts'
import type { IndexedSubject, Seeker, SubjectQuery } from '#lib/store/subjects.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import type { PlaceStores } from '../open-world.fixture.ts'
import { pointAt } from './plane.fixture.ts'

/** A fault in the stores: it changes how the followers of a phone are shown, or how a list is made. */
export type Plant = (sound: PlaceStores) => Omit<PlaceStores, 'positions'>

type Place = (subject: Subject, position: Position) => Partial<Subject>

/** The exact place of the phone is stored with what is hidden. */
export const exactPlace: Plant = (sound) => placedBy(sound, (_, { at }) => ({ at }))

/** What is hidden is read as if it were shown. */
export const notHidden: Plant = (sound) => placedBy(sound, (_, { at }) => ({ at, showLocation: true }))

/** The cell changes at its border. */
export const noOvershoot: Plant = (sound) => placedBy(sound, (_, { at }) => ({ at: snapToGrid(at) }))

/** A phone that leaves its cell is shown at once in the cell where it is: row and column may change together. */
export const wholeSnaps: Plant = (sound) => {
  const cells = new Map<string, Point>()
  return placedBy(sound, (_, { device, at }) => {
    const before = cells.get(device)
    const cell = before && stayInCell(before, at) === before ? before : snapToGrid(at)
    cells.set(device, cell)
    return { at: cell }
  })
}

/** What follows a phone and is not hidden is exact, also beside what is hidden. */
export const shownIsExact: Plant = (sound) =>
  placedBy(sound, ({ showLocation }, { at, cell }) => ({ at: showLocation ? at : cell }))

/** Each hidden subject has a grid of its own. */
export const cellOfEach: Plant = (sound) =>
  placedBy(sound, ({ id }, { at }) => {
    // The last digits of an id are random.
    const digits = id.replaceAll('-', '')
    const shiftAt = (from: number) => (Number.parseInt(digits.slice(from, from + 4), 16) % 500) - 250
    const offset = { east: shiftAt(24), north: shiftAt(28) }
    const cell = snapToGrid(pointAt(at, offset))
    return { at: pointAt(cell, { east: -offset.east, north: -offset.north }) }
  })

/** The accuracy of the phone counts as it is. */
export const exactAccuracy: Plant = (sound) =>
  placedBy(sound, (_, { accuracyMeters }) => ({ accuracyMeters }))

/** A move counts as an edit of what follows the phone. */
export const movesAreEdits: Plant = (sound) => ({
  ...placedBy(sound, (_, { timeMs }) => ({ modified: timeMs, version: timeMs })),
  subjects: sound.subjects,
})

/** Lists are filtered by the exact place, and show the cell. */
export const exactLists: Plant = (sound) => ({
  ...sound,
  store: {
    ...sound.store,
    async list({ near, area, ...query }: SubjectQuery) {
      const page = await sound.store.list(query)
      if (near === undefined && area === undefined) return page
      const exact = await exactPlaces(sound, page.items)
      const isIn = ({ id, at }: Subject) => isShownIn({ at: exact.get(id) ?? at }, { near, area })
      return { ...page, items: page.items.filter(isIn) }
    },
  },
})

function placedBy(sound: PlaceStores, place: Place): Omit<PlaceStores, 'positions'> {
  async function placed<Any extends Subject>(subjects: readonly Any[]): Promise<Any[]> {
    const devices = subjects.flatMap(({ device }) => (device === undefined ? [] : [device]))
    const positions = new Map(
      (await sound.positions.findAll(devices)).map((position) => [position.device, position]),
    )
    return subjects.map((subject) => {
      const position = positions.get(subject.device ?? '')
      return position === undefined || subject.at === undefined
        ? subject
        : { ...subject, ...place(subject, position) }
    })
  }

  const { store, subjects } = sound
  return {
    store: {
      ...store,
      async find(id) {
        const subject = await store.find(id)
        return subject && (await placed([subject]))[0]
      },
      async list(query) {
        const page = await store.list(query)
        return { ...page, items: await placed(page.items) }
      },
    },
    subjects: {
      ...subjects,
      findAll: async (which) => anchored(await placed<IndexedSubject>(await subjects.findAll(which))),
      async candidates(seekers, limit) {
        const { found, more } = await subjects.candidates(seekers.map(withWiderCircle), limit)
        return { found: await placed<IndexedSubject>(found), more }
      },
    },
  }
}

/** The sound store looks for the places that it shows: those of the fault may be nearer. */
function withWiderCircle({ subject, ...seeker }: Seeker): Seeker {
  return { ...seeker, subject: { ...subject, radiusMeters: subject.radiusMeters + ANCHOR_METERS_MAX } }
}

/** The store keeps its own anchors: the matcher need not set them. */
function anchored(subjects: readonly IndexedSubject[]): IndexedSubject[] {
  return subjects.map((subject) => ({ ...subject, anchor: subject.anchor && subject.at }))
}

async function exactPlaces(
  { positions }: PlaceStores,
  subjects: readonly Subject[],
): Promise<ReadonlyMap<string, Point>> {
  const devices = subjects.flatMap(({ device }) => (device === undefined ? [] : [device]))
  const places = new Map((await positions.findAll(devices)).map(({ device, at }) => [device, at]))
  return new Map(
    subjects.flatMap(({ id, device = '' }) => {
      const at = places.get(device)
      return at === undefined ? [] : [[id, at] as const]
    }),
  )
}
