import type { Migration } from '../migration.ts'

/** Matches say whose they are, as far as their sides tell: those of a watcher name nobody but the watcher. */
export const migration0002: Migration = {
  number: 2,
  name: 'match owners',
  async run(db) {
    const person = (side: number) => ({ $ifNull: [{ $arrayElemAt: ['$sides.person', side] }, ''] })
    await db
      .collection('matches')
      .updateMany({ owners: { $exists: false } }, [
        { $set: { owners: { search: person(0), offer: person(1) } } },
      ])
  },
}
