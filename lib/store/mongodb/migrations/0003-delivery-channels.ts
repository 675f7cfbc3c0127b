import type { Migration } from '../migration.ts'

/** Deliveries store their channel; older deliveries get the unknown channel. */
export const migration0003: Migration = {
  number: 3,
  name: 'delivery channels',
  async run(db) {
    await db.collection('deliveries').updateMany({ channel: { $exists: false } }, { $set: { channel: '' } })
  },
}
