import type { Migration } from '../migration.ts'

/** Pictures have the time of their last upload, and how they look, which is unknown for older ones. */
export const migration0006: Migration = {
  number: 6,
  name: 'picture looks',
  async run(db) {
    const update = {
      added: { $ifNull: [{ $max: '$references.created' }, 0] },
      placeholder: '',
      likeness: '',
      bands: [],
      isAlike: false,
    }
    await db.collection('assets').updateMany({ added: { $exists: false } }, [{ $set: update }])
  },
}
