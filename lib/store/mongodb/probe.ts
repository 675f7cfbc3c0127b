import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { Opened } from '#lib/store/opened.ts'
import type { StoreProbe } from '#lib/store/probe.ts'
import type { CollectionSchema } from './collection-schema.ts'
import { openCollections } from './open-collections.ts'

interface ProbeDocument {
  readonly _id: string
}

const PROBE_SCHEMA: CollectionSchema = { name: 'probes', required: { at: 'date' }, indexes: [] }

/**
 * Opens the probe of the database behind `mongodb://…`.
 *
 * @throws {StartError} when the server cannot be used.
 */
export async function openMongoStoreProbe(url: string): Promise<Opened<StoreProbe>> {
  const { collection, use, isWholePrepared, close } = await openCollections(url, [PROBE_SCHEMA])
  const probes = collection<ProbeDocument>(PROBE_SCHEMA.name)
  return {
    check: () =>
      use(async () => {
        if (!isWholePrepared())
          throw new UnavailableError('Cannot use MongoDB yet: collections and indexes are being made')
        await probes.updateOne({ _id: 'store' }, { $currentDate: { at: true } }, { upsert: true })
        await probes.deleteOne({ _id: 'store' })
      }),
    close,
  }
}
