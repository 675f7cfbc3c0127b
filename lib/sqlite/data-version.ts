import type { Database } from 'bun:sqlite'

/**
 * Creates a function that returns a number. It changes after every commit of another connection to the file, but not after our own.
 * Undefined if the file cannot be read; the next normal read then throws the error.
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
