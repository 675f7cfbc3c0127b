import type { Db } from 'mongodb'
import { StartError } from '#lib/errors/start-error.ts'

const MAJOR_MIN = 6

/**
 * Checks the version and the replica set.
 *
 * @throws {StartError} when the server is too old, or is not a replica set, which transactions need.
 */
export async function checkServer(db: Db, name: string): Promise<void> {
  const { version } = await db.command({ buildInfo: 1 })
  if (Number.parseInt(String(version), 10) < MAJOR_MIN) {
    throw new StartError(
      `Cannot use MongoDB at ${name}: it is version ${version}`,
      `MongoDB ${MAJOR_MIN}.0 or newer is needed: upgrade it, or name another in STORE_URL.`,
    )
  }
  const hello = await db.command({ hello: 1 })
  if (hello['setName'] === undefined && hello['msg'] !== 'isdbgrid') {
    throw new StartError(
      `Cannot use MongoDB at ${name}: it is no replica set`,
      'Start mongod with --replSet and initiate the set (one member will do), then add ?replicaSet=<name> to STORE_URL.',
    )
  }
}
