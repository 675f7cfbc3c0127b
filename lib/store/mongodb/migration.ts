import type { Db } from 'mongodb'

/** A change of documents that are stored already. Several processes may run it at once, and again after a crash. */
export interface Migration {
  readonly number: number
  readonly name: string
  readonly run: (db: Db) => Promise<void>
}
