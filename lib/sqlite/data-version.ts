import type { Database } from 'bun:sqlite'

/**
 * Gives a number that is another one after every commit of another connection to the file, and the same after our own;
 * undefined when the file cannot be read, which whoever reads it next is told.
 */
export function createDataVersion(db: Database): () => number | undefined {
  const query = db.query<{ data_version: number }, []>('pragma data_version')

  return function dataVersion() {
    try {
      return query.get()?.data_version
    } catch {
      return undefined
    }
  }
}
