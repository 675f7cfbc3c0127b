import { expect, test } from 'vitest'
import { openForbiddenStore } from '#lib/store/open.ts'
import { openForTest } from '#lib/store/contract/open-for-test.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { openForbiddenList } from './open-forbidden-list.ts'

test('a change by another process counts after 10 s, one of this process at once', async () => {
  const forbidden = await openForTest(openForbiddenStore, `sqlite:${temporaryFolder()}/store.db`)
  let nowMs = 0
  const list = openForbiddenList({ forbidden }, () => nowMs)
  const find = async () => (await list.finder())('a bike')[0]?.value
  expect(await find()).toBeUndefined()
  await forbidden.replace([{ kind: 'word', value: 'bike', does: 'hold' }], 0)
  nowMs = 9_999
  expect(await find()).toBeUndefined()
  nowMs = 10_000
  expect(await find()).toBe('bike')
  await forbidden.replace([], 1)
  list.forget()
  expect(await find()).toBeUndefined()
})
