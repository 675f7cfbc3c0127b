import { parseState, type StateRow } from './table-format.ts'

/** Reads the states from the text of their table. */
export function readStateTable(text: Buffer): StateRow[] {
  return text.toString().trimEnd().split('\n').map(parseState)
}
