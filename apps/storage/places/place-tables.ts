import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { brotliDecompress } from 'node:zlib'
import { readKeyTable, type KeyTable } from './read-key-table.ts'
import { readPlaceTable, type PlaceTable } from './read-place-table.ts'
import { readStateTable } from './read-state-table.ts'
import { TABLE_FILES, type StateRow } from './table-format.ts'

const decompress = promisify(brotliDecompress)

/** The tables in memory. Lines stay bytes until they are shown: as strings they would need many times the memory. */
export interface PlaceTables {
  readonly keys: KeyTable
  readonly places: PlaceTable
  readonly states: readonly StateRow[]
}

/** Reads the tables that are shipped. Each is read in a turn of its own, so that other requests wait less. */
export async function readPlaceTables(): Promise<PlaceTables> {
  const [places, keys, states] = await Promise.all([
    readFile(TABLE_FILES.places).then(decompress).then(readPlaceTable),
    readFile(TABLE_FILES.keys).then(decompress).then(readKeyTable),
    readFile(TABLE_FILES.states).then(readStateTable),
  ])
  return { places, keys, states }
}
