import { expect, test } from 'vitest'
import { openDatabase } from '#lib/sqlite/open-database.ts'
import { describeAssetStore } from '#lib/store/contract/assets.ts'
import { openForTest } from '#lib/store/contract/open-for-test.ts'
import { openAssetStore } from '#lib/store/open.ts'
import { ASSET_SCHEMA } from '#lib/store/sqlite/asset-schema.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

describeAssetStore('sqlite', () => `sqlite:${temporaryFolder()}/store.db`)

test('references of an older version are listed as pictures whose looks nobody knows', async () => {
  const url = `sqlite:${temporaryFolder()}/store.db`
  const older = openDatabase(url, { ...ASSET_SCHEMA, steps: ASSET_SCHEMA.steps.slice(0, 2) })
  for (const [owner, created] of [
    ['ada', 5],
    ['bob', 9],
  ] as const)
    older.db.query('insert into assets values (?, ?, 640, 480, 9000, ?)').run('ab', owner, created)
  older.close()
  const store = await openForTest(openAssetStore, url)
  const known = { id: 'ab', width: 640, height: 480, bytes: 9_000, placeholder: '', likeness: '' }
  expect(await store.find('ab', 'ada')).toEqual({ ...known, owner: 'ada', created: 5 })
  expect(await store.newest({ limit: 9 })).toEqual([{ ...known, owners: ['ada', 'bob'], added: 9 }])
})
