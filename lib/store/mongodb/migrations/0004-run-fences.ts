import type { Migration } from '../migration.ts'

/** Runs have a fence, a beat and refusals; those from before have none of them, and one that is running is stale. */
export const migration0004: Migration = {
  number: 4,
  name: 'run fences',
  async run(db) {
    await db
      .collection('runs')
      .updateMany({ fence: { $exists: false } }, { $set: { fence: 0, beatAt: 0, reasons: [], refusals: [] } })
  },
}
