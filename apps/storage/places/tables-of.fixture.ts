import { makeTables, type Sources } from './build/make-tables.ts'
import type { PlaceTables } from './place-tables.ts'
import { readKeyTable } from './read-key-table.ts'
import { readPlaceTable } from './read-place-table.ts'
import { readStateTable } from './read-state-table.ts'

/** The tables that are made from these sources. */
export function tablesOf(sources: Sources): PlaceTables {
  const { places, keys, states } = makeTables(sources)
  return { places: readPlaceTable(places), keys: readKeyTable(keys), states: readStateTable(states) }
}
