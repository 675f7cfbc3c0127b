/** @jsxImportSource preact */
import type { ReportState as State } from '#lib/store/reports.ts'
import { Empty } from '#lib/ui/components/empty.tsx'
import { Table } from '#lib/ui/components/table.tsx'
import { UtcTime } from '#lib/ui/components/utc-time.tsx'
import { defineView } from '#lib/ui/define-view.tsx'
import { OperateFrame } from '#lib/ui/frames/operate-frame.tsx'
import { cutText } from '#lib/text/cut-text.ts'
import type { ReportView } from '../../reports/show-report.ts'
import { ReportState } from '../shared/report-state.tsx'
import { de } from '../shared/report-texts.de.ts'
import { en } from '../shared/report-texts.en.ts'

const TEXT_LENGTH_MAX = 200

/** A page of the queue. */
interface ReportsData {
  readonly items: readonly ReportView[]
  /** Which reports were asked for; undefined for all. */
  readonly state: State | undefined
  /** The query of the following page. */
  readonly more: string | undefined
}

const FILTERS = [
  ['open', '?state=open'],
  ['decided', '?state=decided'],
  ['all', ''],
] as const

/** The queue of reports, oldest first. */
export const reportsView = defineView<typeof en, ReportsData>({
  name: 'reports',
  frame: OperateFrame,
  texts: { en, de },
  view: ({ language, texts, data: { items, state, more } }) => (
    <>
      <h1>{texts.title}</h1>
      <nav class="buttons bar" aria-label={texts.filter}>
        {FILTERS.map(([name, query]) => (
          <a
            key={name}
            class="button second"
            href={`/store/reports${query}`}
            aria-current={name === (state ?? 'all') ? 'page' : undefined}
          >
            {texts.filters[name]}
          </a>
        ))}
      </nav>
      {items.length === 0 ? (
        <Empty title={texts.none}>{state === 'open' && <p>{texts.noneHint}</p>}</Empty>
      ) : (
        <Table
          label={texts.title}
          rows={items}
          keyOf={({ id }) => id}
          columns={[
            {
              head: texts.columns.about,
              cell: ({ id, about }) => (
                <a href={`/store/reports/${encodeURIComponent(id)}`}>{texts.types[about.type]}</a>
              ),
            },
            { head: texts.columns.at, cell: ({ at }) => <UtcTime at={at} language={language} isShort /> },
            { head: texts.columns.reason, cell: ({ reason }) => texts.reasons[reason] },
            { head: texts.columns.text, cell: ({ text }) => cutText(text, TEXT_LENGTH_MAX) },
            { head: texts.columns.owner, cell: ({ owner }) => owner },
            {
              head: texts.columns.state,
              cell: (report) => <ReportState state={report.state} texts={texts} />,
            },
          ]}
        />
      )}
      {more !== undefined ? (
        <p>
          <a class="button second" rel="next" href={`/store/reports?${more}`}>
            {texts.more}
          </a>
        </p>
      ) : (
        items.length > 0 && <p class="quiet">{texts.end}</p>
      )}
    </>
  ),
})
