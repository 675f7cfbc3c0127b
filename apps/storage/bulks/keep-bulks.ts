import type { PersonKeeper } from '#lib/erasure/person-keeper.ts'
import { showBulk } from './bulk-wire.ts'
import type { BulkOptions } from './options.ts'

/** Exports and deletes what is kept of the last bulk of a person. */
export function keepBulks({ bulks }: Pick<BulkOptions, 'bulks'>): PersonKeeper {
  return {
    async collect(person) {
      const bulk = await bulks.find(person)
      return { files: bulk === undefined ? {} : { 'bulk.json': showBulk(bulk, Date.now()) } }
    },
    erase: (person) => bulks.forget(person),
  }
}
