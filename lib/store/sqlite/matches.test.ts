import { expect, test } from 'vitest'
import { aMatch } from '#lib/builders/a-match.ts'
import { openDatabase } from '#lib/sqlite/open-database.ts'
import { describeMatchStore } from '#lib/store/contract/matches.ts'
import { openForTest } from '#lib/store/contract/open-for-test.ts'
import { openMatchStore } from '#lib/store/open.ts'
import { MATCH_SCHEMA } from '#lib/store/sqlite/match-schema.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

const freshUrl = () => `sqlite:${temporaryFolder()}/store.db`

describeMatchStore('sqlite', freshUrl)

test('matches from before their owners were kept have those that their sides name', async () => {
  const url = freshUrl()
  const { db, close } = openDatabase(url, { ...MATCH_SCHEMA, steps: MATCH_SCHEMA.steps.slice(0, 1) })
  const { sides, cause, distanceClass, spot } = aMatch()
  for (const [id, rung] of [
    ['both', sides],
    ['watched', sides.slice(0, 1)],
  ] as const) {
    db.query(
      `insert into matches (id, search, offer, episode, state, found_at, document)
       values (?1, 'search of ' || ?1, 'offer', 1, 'together', 1, ?2)`,
    ).run(id, JSON.stringify({ sides: rung, cause, distanceClass, spot }))
  }
  close()
  const store = await openForTest(openMatchStore, url)
  const ownersOf = async (id: string) => (await store.find([id]))[0]?.owners
  expect(await ownersOf('both')).toEqual({ search: 'seeker', offer: 'giver' })
  expect(await ownersOf('watched')).toEqual({ search: 'seeker', offer: '' })
  expect((await store.currentBetween(['giver', 'seeker'])).map(({ id }) => id)).toEqual(['both'])
})
