import { writeFileSync } from 'node:fs'
import { brotliCompressSync, constants } from 'node:zlib'
import { TABLE_FILES } from '../table-format.ts'
import { makeTables } from './make-tables.ts'
import { readPostcodes } from './read-postcodes.ts'
import { readStates } from './read-states.ts'
import { readTowns } from './read-towns.ts'

/** Writes the tables of places; the file SOURCES.md beside them says from what. */

const [citiesFile, statesFile, postalFolder] = process.argv.slice(2)
if (citiesFile === undefined || statesFile === undefined || postalFolder === undefined) {
  process.stderr.write(
    'bun apps/storage/places/build/main.ts <cities500.json> <admin1.json> <postal folder>\n',
  )
  process.exit(2)
}
const states = readStates(statesFile)
const towns = readTowns(citiesFile)
const texts = makeTables({ towns, states, postcodes: readPostcodes(postalFolder, towns, states) })
write(TABLE_FILES.places, pressed(texts.places))
write(TABLE_FILES.keys, pressed(texts.keys))
write(TABLE_FILES.states, texts.states)

function pressed(text: Buffer): Buffer {
  return brotliCompressSync(text, {
    params: { [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS },
  })
}

function write(file: string, bytes: Buffer): void {
  writeFileSync(file, bytes)
  process.stdout.write(`${file}: ${bytes.length} bytes\n`)
}
