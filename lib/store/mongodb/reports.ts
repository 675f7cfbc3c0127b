import type { Opened } from '#lib/store/opened.ts'
import {
  keyOfReported,
  recordOf,
  reportOf,
  withoutReporter,
  type ReportRecord,
} from '#lib/store/report-record.ts'
import {
  PLATFORM_REPORTER,
  type Report,
  type ReportPage,
  type ReportQuery,
  type ReportStore,
} from '#lib/store/reports.ts'
import type { CollectionSchema } from './collection-schema.ts'
import { isDuplicateKey } from './mongo-error.ts'
import { openCollections } from './open-collections.ts'

interface ReportDocument extends Omit<ReportRecord, 'id'> {
  readonly _id: string
}

const HAS_REPORTER = { reporter: { $exists: true } } as const

const REPORT_SCHEMA: CollectionSchema = {
  name: 'reports',
  required: { state: 'string', about: 'string', version: 'number', document: 'string' },
  optional: { reporter: 'string', owner: 'string', decidedAt: 'number' },
  indexes: [
    { name: 'by_state', key: { state: 1, _id: 1 } },
    { name: 'by_about', key: { about: 1, _id: 1 } },
    { name: 'by_reporter', key: { reporter: 1, _id: 1 }, partialFilterExpression: HAS_REPORTER },
    { name: 'by_owner', key: { owner: 1 }, partialFilterExpression: { owner: { $exists: true } } },
    {
      name: 'by_decision',
      key: { decidedAt: 1 },
      partialFilterExpression: { decidedAt: { $exists: true } },
    },
    {
      name: 'open',
      key: { about: 1, reporter: 1 },
      unique: true,
      partialFilterExpression: { state: 'open', ...HAS_REPORTER },
    },
  ],
}

const ERASED_MAX = 100

/**
 * Opens the report store in the database behind `mongodb://…`.
 *
 * @throws {StartError} when the server cannot be used.
 */
export async function openMongoReportStore(url: string): Promise<Opened<ReportStore>> {
  const { collection, use, close } = await openCollections(url, [REPORT_SCHEMA])
  const reports = collection<ReportDocument>(REPORT_SCHEMA.name)

  async function add(report: Report): Promise<Report> {
    const { about, reporter } = recordOf(report)
    for (;;) {
      try {
        await reports.insertOne(documentOf(report))
        return report
      } catch (error) {
        if (!isDuplicateKey(error) || reporter === undefined) throw error
      }
      const known = await reports.findOne({ about, reporter, state: 'open' })
      if (known !== null) return reportOfDocument(known)
      if ((await reports.findOne({ _id: report.id })) !== null)
        throw new Error(`Cannot keep report "${report.id}": there is one of this id`)
      // The known one was decided meanwhile: this one is new.
    }
  }

  async function replace(report: Report, version: number): Promise<boolean> {
    const { matchedCount } = await reports.replaceOne({ _id: report.id, version }, documentOf(report))
    return matchedCount > 0
  }

  async function pageOf(
    filter: Partial<Pick<ReportRecord, 'state' | 'about' | 'reporter'>>,
    { cursor = '', limit }: Pick<ReportQuery, 'cursor' | 'limit'>,
  ): Promise<ReportPage> {
    const found = await reports
      .find({ ...filter, _id: { $gt: cursor } })
      .sort({ _id: 1 })
      .limit(limit + 1)
      .toArray()
    const items = found.slice(0, limit).map(reportOfDocument)
    return { items, ...(found.length > limit && { next: items.at(-1)?.id }) }
  }

  async function removeOf(person: string): Promise<void> {
    await reports.deleteMany({ owner: person })
    for (;;) {
      const found = await reports.find({ reporter: person }).limit(ERASED_MAX).toArray()
      if (found.length === 0) return
      // One that was decided meanwhile is found again.
      for (const each of found) await replace(withoutReporter(reportOfDocument(each)), each.version)
    }
  }

  return {
    add: (report) => use(() => add(report)),
    find: (id) =>
      use(async () => {
        const found = await reports.findOne({ _id: id })
        return found === null ? undefined : reportOfDocument(found)
      }),
    update: (report, expectedVersion) => use(() => replace(report, expectedVersion)),
    list: ({ state, about, ...page }) =>
      use(() =>
        pageOf(
          {
            ...(state !== undefined && { state }),
            ...(about !== undefined && { about: keyOfReported(about) }),
          },
          page,
        ),
      ),
    reporters: (about, max) =>
      use(() =>
        reports.countDocuments(
          {
            about: keyOfReported(about),
            state: 'open',
            reporter: { $exists: true, $ne: PLATFORM_REPORTER },
          },
          { limit: max },
        ),
      ),
    ofReporter: (reporter, page) => use(() => pageOf({ reporter }, page)),
    removeOf: (person) => use(() => removeOf(person)),
    forget: (beforeMs) =>
      use(async () => (await reports.deleteMany({ decidedAt: { $lt: beforeMs } })).deletedCount),
    close,
  }
}

function documentOf(report: Report): ReportDocument {
  const { id, ...record } = recordOf(report)
  return { _id: id, ...record }
}

function reportOfDocument({ _id, ...record }: ReportDocument): Report {
  return reportOf({ id: _id, ...record })
}
