import { runRounds } from '../run-rounds.ts'

await runRounds({
  name: 'matching',
  about: `Kills matchers while everybody moves, half of the rounds on SQLite and half on MongoDB, and compares the pairs with the rule.`,
  pattern: 'each told in order',
  side: { member: 'store', values: ['sqlite', 'mongodb'] },
  sums: ['kills', 'notices'],
  faults: ['missing', 'extra', 'disordered'],
})
