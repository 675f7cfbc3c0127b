import type { PersonKeeper } from '#lib/erasure/person-keeper.ts'
import type { Report } from '#lib/store/reports.ts'
import type { ReportOptions } from './options.ts'
import { showReport } from './show-report.ts'

const PAGE = 200

/** Creates the export and deletion of the reports of a person. What others reported of them is not exported: it would tell who did it. */
export function keepReports({ reports }: Pick<ReportOptions, 'reports'>): PersonKeeper {
  async function* reportsOf(person: string): AsyncGenerator<Report> {
    for (let cursor: string | undefined; ;) {
      const { items, next } = await reports.ofReporter(person, { cursor, limit: PAGE })
      yield* items
      if (next === undefined) return
      cursor = next
    }
  }

  return {
    async collect(person) {
      return { files: { 'reports.json': await Array.fromAsync(reportsOf(person), showReport) } }
    },
    erase: (person) => reports.removeOf(person),
  }
}
