import type { Schema } from '#lib/sqlite/open-database.ts'
import type { Opened } from '#lib/store/opened.ts'
import {
  keyOfReported,
  recordOf,
  reportOf,
  withoutReporter,
  type ReportRecord,
} from '#lib/store/report-record.ts'
import { PLATFORM_REPORTER, type Report, type ReportPage, type ReportStore } from '#lib/store/reports.ts'
import { openTables } from '#lib/store/sqlite/open-tables.ts'

const REPORT_SCHEMA: Schema = {
  name: 'reports',
  steps: [
    `create table reports (
       id text primary key, state text not null, about text not null, reporter text, owner text,
       decidedAt real, version integer not null, document text not null) strict, without rowid;
     create index reports_by_state on reports (state, id);
     create index reports_by_about on reports (about, id);
     create index reports_by_reporter on reports (reporter, id) where reporter is not null;
     create index reports_by_owner on reports (owner) where owner is not null;
     create index reports_by_decision on reports (decidedAt) where decidedAt is not null;
     create unique index open_reports on reports (about, reporter) where state = 'open' and reporter is not null`,
  ],
}

type ReportRow = Omit<ReportRecord, 'reporter' | 'owner' | 'decidedAt'> & {
  readonly reporter: string | null
  readonly owner: string | null
  readonly decidedAt: number | null
}

const COLUMNS = 'id, state, about, reporter, owner, decidedAt, version, document'

/**
 * Opens the report store in the file behind `sqlite:<path>`.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqliteReportStore(url: string): Opened<ReportStore> {
  const { db, write, read, close } = openTables(url, REPORT_SCHEMA)
  const findQuery = db.query<ReportRow, [string]>(`select ${COLUMNS} from reports where id = ?`)
  const openQuery = db.query<ReportRow, [string, string]>(
    `select ${COLUMNS} from reports where about = ? and reporter = ? and state = 'open' and reporter is not null`,
  )
  const insert = db.query(
    `insert into reports (${COLUMNS}) values ($id, $state, $about, $reporter, $owner, $decidedAt, $version, $document)`,
  )
  const update = db.query(
    `update reports set state = $state, reporter = $reporter, owner = $owner, decidedAt = $decidedAt, version = $version, document = $document
     where id = $id and version = $expected`,
  )
  const reportersQuery = db.query<{ count: number }, [string, string, number]>(
    `select count(*) as count from (select 1 from reports
     where about = ? and state = 'open' and reporter is not null and reporter <> ? limit ?)`,
  )
  const removeOwned = db.query('delete from reports where owner = ?')
  const forget = db.query('delete from reports where decidedAt < ?')
  const reportedQuery = db.query<ReportRow, [string]>(`select ${COLUMNS} from reports where reporter = ?`)

  function pageOf(filters: Readonly<Record<string, string | undefined>>, page: Page): ReportPage {
    const { cursor = '', limit } = page
    const given = Object.entries(filters).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    )
    const where = [...given.map(([name]) => `${name} = $${name}`), 'id > $cursor'].join(' and ')
    const rows = read(() =>
      db
        .query<ReportRow, Record<string, string | number>>(
          `select ${COLUMNS} from reports where ${where} order by id limit $limit`,
        )
        .all({ ...Object.fromEntries(given), cursor, limit: limit + 1 }),
    )
    const items = rows.slice(0, limit).map(reportOfRow)
    return { items, ...(rows.length > limit && { next: items.at(-1)?.id }) }
  }

  return {
    add: (report) =>
      write(() => {
        const { about, reporter } = recordOf(report)
        const known = reporter === undefined ? null : openQuery.get(about, reporter)
        if (known !== null) return reportOfRow(known)
        insert.run({ ...rowOf(report) })
        return report
      }),
    async find(id) {
      const row = read(() => findQuery.get(id))
      return row === null ? undefined : reportOfRow(row)
    },
    update: (report, expected) =>
      write(() => {
        const { about: _about, ...row } = rowOf(report)
        return update.run({ ...row, expected }).changes > 0
      }),
    async list({ state, about, ...page }) {
      return pageOf({ state, about: about && keyOfReported(about) }, page)
    },
    async reporters(about, max) {
      return read(() => reportersQuery.get(keyOfReported(about), PLATFORM_REPORTER, max))?.count ?? 0
    },
    async ofReporter(reporter, page) {
      return pageOf({ reporter }, page)
    },
    async removeOf(person) {
      await write(() => {
        removeOwned.run(person)
        for (const row of reportedQuery.all(person)) {
          const { about: _about, ...left } = rowOf(withoutReporter(reportOfRow(row)))
          update.run({ ...left, expected: row.version })
        }
      })
    },
    forget: (beforeMs) => write(() => forget.run(beforeMs).changes),
    close,
  }
}

interface Page {
  readonly cursor?: string | undefined
  readonly limit: number
}

function rowOf(report: Report): ReportRow {
  const record = recordOf(report)
  return {
    ...record,
    reporter: record.reporter ?? null,
    owner: record.owner ?? null,
    decidedAt: record.decidedAt ?? null,
  }
}

function reportOfRow({ reporter, owner, decidedAt: _decided, ...row }: ReportRow): Report {
  return reportOf({ ...row, reporter: reporter ?? undefined, owner: owner ?? undefined })
}
