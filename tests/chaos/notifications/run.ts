import { runRounds } from '../run-rounds.ts'

await runRounds({
  name: 'notifications',
  about: `Kills stations of notifications while their store, their bus and their provider fail, half of the rounds on SQLite and half on
MongoDB and Kafka, and compares the books of the provider with the matches.`,
  pattern: 'lose no ring',
  side: { member: 'engines', values: ['embedded', 'engines'] },
  sums: ['due', 'kills', 'outages', 'failures'],
  faults: ['lost', 'twice'],
})
