import { expect, test } from 'vitest'
import { aReport } from '#lib/builders/a-report.ts'
import { recordOf, reportOf } from '#lib/store/report-record.ts'

test('a record holds all of a report, and what is asked for as fields', () => {
  const report = aReport({ decision: { kind: 'none', reasons: 'It is fine', at: 2, by: 'olga' } })
  const record = recordOf(report)
  expect(record).toMatchObject({
    state: 'decided',
    about: 'subject::offer-1',
    reporter: 'anna',
    owner: 'ben',
  })
  expect(reportOf(record)).toEqual(report)
})
