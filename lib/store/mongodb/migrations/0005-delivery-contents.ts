import type { Migration } from '../migration.ts'

const OTHER_PERSON = { $arrayElemAt: ['$notice.sides.person', { $subtract: [1, '$side'] }] }
const HAS_OTHER_PERSON = {
  $and: [
    { $gt: [{ $size: '$notice.sides' }, { $subtract: [1, '$side'] }] },
    { $ne: [{ $indexOfCP: [{ $ifNull: [OTHER_PERSON, ''] }, 'importer:'] }, 0] },
  ],
}

/** Deliveries have content of any kind in place of a notice, and the key of their ring window, see `ringKey()`. */
export const migration0005: Migration = {
  number: 5,
  name: 'delivery contents',
  async run(db) {
    const update = [
      {
        $set: {
          kind: 'match',
          content: { kind: 'match', notice: '$notice', side: '$side' },
          ringKey: {
            $cond: [
              HAS_OTHER_PERSON,
              { $concat: ['people ', '$person', ' ', OTHER_PERSON] },
              { $concat: ['pair ', { $toString: '$side' }, ' ', '$pair'] },
            ],
          },
        },
      },
      { $unset: 'notice' },
    ]
    // The collection still has the validator of the version before, which requires the notice.
    const options = { bypassDocumentValidation: true }
    await db.collection('deliveries').updateMany({ notice: { $exists: true } }, update, options)
  },
}
