import { expect, onTestFinished, test } from 'vitest'
import { aReport } from '#lib/builders/a-report.ts'
import { openForTest } from '#lib/store/contract/open-for-test.ts'
import { openReportStore } from '#lib/store/open.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { openReportSweep } from './open-report-sweep.ts'

const DAY_MS = 24 * 3_600_000

test('reports go so many days after their decision; open ones stay', async () => {
  const reports = await openForTest(openReportStore, `sqlite:${temporaryFolder()}/store.db`)
  const decided = (daysAgo: number) =>
    aReport({
      reporter: undefined,
      decision: { kind: 'none', reasons: 'Fine', by: 'olga', at: Date.now() - daysAgo * DAY_MS },
    })
  const [old, young, open] = [decided(31), decided(29), aReport({ at: 1 })]
  for (const each of [old, young, open]) await reports.add(each)
  const sweep = openReportSweep({ reports, days: 30, log: quietLog })
  onTestFinished(() => sweep.stop())
  await sweep.run()
  expect((await reports.list({ limit: 9 })).items).toEqual([young, open])
})
