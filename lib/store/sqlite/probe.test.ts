import { Database } from 'bun:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { openForTest } from '#lib/store/contract/open-for-test.ts'
import { describeStoreProbe } from '#lib/store/contract/probe.ts'
import { openRunStore, openStoreProbe } from '#lib/store/open.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

describeStoreProbe('sqlite', () => `sqlite:${temporaryFolder()}/store.db`)

test('a file that somebody else holds for long is not ready, and is again when they let go', async () => {
  const folder = temporaryFolder()
  const probe = await openForTest(openStoreProbe, `sqlite:${folder}/store.db`)
  await probe.check()
  const other = new Database(`${folder}/store.db`)
  onTestFinished(() => other.close())
  other.run('begin immediate')
  await expect(probe.check()).rejects.toThrow(UnavailableError)
  other.run('rollback')
  await expect(probe.check()).resolves.toBeUndefined()
})

test('a probe makes no table at its opening: what is read-only can be opened', async () => {
  const folder = temporaryFolder()
  await openForTest(openRunStore, `sqlite:${folder}/store.db`)
  await openForTest(openStoreProbe, `sqlite:${folder}/store.db`)
  const other = new Database(`${folder}/store.db`, { readonly: true })
  onTestFinished(() => other.close())
  expect(other.query("select name from sqlite_master where name = 'store_probe'").get()).toBeNull()
})
