import type { Migration } from '../migration.ts'

/** Deliveries say their channel; those that do not yet are of none that is known. */
export const migration0003: Migration = {
  number: 3,
  name: 'delivery channels',
  async run(db) {
    await db.collection('deliveries').updateMany({ channel: { $exists: false } }, { $set: { channel: '' } })
  },
}
