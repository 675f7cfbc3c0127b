/** @jsxImportSource preact */
import { Empty } from '#lib/ui/components/empty.tsx'
import { Table } from '#lib/ui/components/table.tsx'
import { definePage } from '#lib/ui/define-page.ts'
import { OperateFrame } from '#lib/ui/frames/operate-frame.tsx'
import type { KafidxOptions } from '../../options.ts'
import { readTotals } from './read-totals.ts'
import { de } from './texts.de.ts'
import { en } from './texts.en.ts'

/** `GET /consumers`: the counts of workers/statistics in the last hour. */
export const countersPage = definePage({
  name: 'counters',
  path: '/consumers',
  access: ['operate', 'admin'],
  summary: 'The counters as a page',
  frame: OperateFrame,
  texts: { en, de },
  load:
    ({ statistics }: Pick<KafidxOptions, 'statistics'>) =>
    () =>
      readTotals(statistics),
  view({ language, texts, data: totals }) {
    const number = new Intl.NumberFormat(language)
    return (
      <>
        <h1>{texts.title}</h1>
        {typeof totals === 'string' ? (
          <>
            <p class="error" role="alert">
              {texts.away} <span lang="en">{totals}</span>
            </p>
            <a class="button" href="/consumers">
              {texts.again}
            </a>
          </>
        ) : totals.length === 0 ? (
          <Empty title={texts.empty} />
        ) : (
          <Table
            label={texts.title}
            keyOf={({ key }) => key}
            rows={totals}
            columns={[
              { head: texts.event, cell: ({ key }) => key },
              { head: texts.lastMinute, isNumber: true, cell: ({ lastMinute }) => number.format(lastMinute) },
              { head: texts.lastHour, isNumber: true, cell: ({ lastHour }) => number.format(lastHour) },
            ]}
          />
        )}
      </>
    )
  },
})
