import type { PersonKeeper } from '#lib/erasure/person-keeper.ts'
import type { BlockStore } from '#lib/store/blocks.ts'
import type { MatchStore } from '#lib/store/matches.ts'
import type { PositionStore } from '#lib/store/positions.ts'

/** Maximum number of matches in an export; the newest are kept. */
const MATCHES_MAX = 10_000

/** The stores with data of people. */
export interface KeeperPorts {
  readonly matches: MatchStore
  readonly positions: PositionStore
  readonly blocks: BlockStore
}

/** Creates the export and deletion of matching's data of a person: positions, matches and blocks. */
export function createPersonKeeper({ matches, positions, blocks }: KeeperPorts): PersonKeeper {
  return {
    async collect(person) {
      const [met, places, blocked] = await Promise.all([
        matches.ofOwner(person, MATCHES_MAX),
        positions.ofPerson(person),
        blocks.ofPerson(person),
      ])
      return {
        files: {
          'matches.json': met.map(({ id, search, offer, state, foundAt, endedAt, distanceClass, spot }) => ({
            id,
            search,
            offer,
            state,
            found: timeOf(foundAt),
            ended: endedAt === undefined ? undefined : timeOf(endedAt),
            distanceClass,
            spot,
          })),
          'positions.json': places.map(({ device, at, accuracyMeters, timeMs }) => ({
            device_id: device,
            ...at,
            accuracyMeters,
            time: timeOf(timeMs),
          })),
          'blocks.json': blocked.map((block) => ({ person: block.person, since: timeOf(block.since) })),
        },
      }
    },
    async erase(person) {
      await positions.removeOf(person)
      await matches.removeOf(person)
      await blocks.removeOf(person)
    },
    // The next owner of the device must not start at its old position.
    async release(person, device) {
      await positions.removeOf(person, device)
    },
  }
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString()
}
