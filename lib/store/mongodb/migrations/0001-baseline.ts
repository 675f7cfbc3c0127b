import type { Migration } from '../migration.ts'

/** The first shape of the documents: marks a database as ours, so that older versions than its own refuse it. */
export const migration0001: Migration = {
  number: 1,
  name: 'baseline',
  run: () => Promise.resolve(),
}
