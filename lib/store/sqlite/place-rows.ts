import {
  devicesInDoubt,
  devicesOf,
  placeSubjects,
  type HiddenFollower,
  type PlaceOptions,
} from '#lib/store/place-subjects.ts'
import { openTables, type Tables } from '#lib/store/sqlite/open-tables.ts'
import {
  POSITION_SCHEMA,
  positionOf,
  POSITIONS_BY_DEVICE,
  type PositionRow,
} from '#lib/store/sqlite/positions.ts'
import { type SubjectRow, subjectOfRow } from '#lib/store/sqlite/subject-row.ts'
import type { IndexedSubject } from '#lib/store/subjects.ts'

/** Gives the subjects of rows, placed. */
export type PlaceRows = (rows: readonly SubjectRow[]) => IndexedSubject[]

/** What places the subjects of a file. */
export interface Placer {
  readonly place: PlaceRows
  /** Closes the tables of positions and of subjects. */
  readonly close: () => Promise<void>
}

/** Opens the tables of positions beside those of subjects. */
export function openPlacer(url: string, subjects: Tables, options: PlaceOptions): Placer {
  const positions = openTables(url, POSITION_SCHEMA)
  const positionsQuery = positions.db.query<PositionRow, [string]>(POSITIONS_BY_DEVICE)
  const hiddenQuery = subjects.db.query<HiddenFollower, [string]>(
    `select device, owner from subjects
     where device in (select value from json_each(?)) and document ->> '$.showLocation' = 0`,
  )

  return {
    place(rows) {
      const found = rows.map(subjectOfRow)
      const devices = devicesOf(found)
      if (devices.length === 0) return found
      return placeSubjects(found, {
        positions: positionsQuery.all(JSON.stringify(devices)).map(positionOf),
        hidden: hiddenQuery.all(JSON.stringify(devicesInDoubt(found))),
        nowMs: Date.now(),
        options,
      })
    },
    async close() {
      await subjects.close()
      await positions.close()
    },
  }
}
