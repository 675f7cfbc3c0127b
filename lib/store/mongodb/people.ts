import { mongodbAdapter } from 'better-auth/adapters/mongodb'
import { withoutPassword } from '#lib/config/read-config.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { Opened } from '#lib/store/opened.ts'
import type { PeopleDatabase } from '#lib/store/people.ts'
import { databaseName } from './database-name.ts'
import { openCollections, type Collections } from './open-collections.ts'
import { peopleSchema } from './people-schema.ts'
import { shareClient } from './shared-client.ts'

/**
 * Opens the database behind `mongodb://…` for the sign-in library.
 *
 * @throws {StartError} when the URL cannot be read.
 */
export function openMongoPeopleDatabase(url: string): Opened<PeopleDatabase> {
  const { client, close } = shareClient(url, 'none')
  let collections: Collections | undefined

  return {
    database: mongodbAdapter(client.db(databaseName(url)), { client }),
    async migrate(options) {
      collections = await openCollections(url, peopleSchema(options))
    },
    async use(work) {
      if (collections === undefined) {
        throw new UnavailableError(`Cannot use MongoDB at ${withoutPassword(url)}: it is not prepared yet`)
      }
      return collections.use(work)
    },
    async close() {
      await collections?.close()
      await close()
    },
  }
}
