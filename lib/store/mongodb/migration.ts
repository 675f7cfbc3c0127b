import type { Db } from 'mongodb'

/** A change of stored documents. Several processes may run it concurrently, and it may run again after a crash. */
export interface Migration {
  readonly number: number
  readonly name: string
  readonly run: (db: Db) => Promise<void>
}
