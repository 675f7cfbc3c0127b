/** @jsxImportSource preact */
import type { z } from '@hono/zod-openapi'
import { Empty } from '#lib/ui/components/empty.tsx'
import { UtcTime } from '#lib/ui/components/utc-time.tsx'
import { Table } from '#lib/ui/components/table.tsx'
import { defineView } from '#lib/ui/define-view.tsx'
import { OperateFrame } from '#lib/ui/frames/operate-frame.tsx'
import type { runSchema } from '../../run-wire.ts'
import { RunStateMark } from '../shared/run-state.tsx'
import { de } from '../shared/texts.de.ts'
import { en } from '../shared/texts.en.ts'

/** The runs of an importer. */
interface RunsData {
  readonly importer: string
  readonly runs: readonly z.output<typeof runSchema>[]
}

/** The runs of an importer, newest first. */
export const runsView = defineView<typeof en, RunsData>({
  name: 'runs',
  frame: OperateFrame,
  texts: { en, de },
  view: ({ language, texts, data: { importer, runs } }) => (
    <>
      <h1>{`${texts.runs}: ${importer}`}</h1>
      {runs.length === 0 ? (
        <Empty title={texts.noRuns}>
          <p>
            {texts.noRunsHint} <code>{`npx bun run push jobs run ${importer}`}</code>
          </p>
        </Empty>
      ) : (
        <Table
          label={texts.runs}
          rows={runs}
          keyOf={({ id }) => id}
          columns={[
            {
              head: texts.run,
              cell: ({ id, number }) => <a href={`/runs/${encodeURIComponent(id)}`}>{number}</a>,
            },
            { head: texts.started, cell: ({ started }) => <UtcTime at={started} language={language} /> },
            { head: texts.state, cell: ({ state }) => <RunStateMark state={state} texts={texts} /> },
            { head: texts.created, isNumber: true, cell: ({ created }) => created },
            { head: texts.refreshed, isNumber: true, cell: ({ refreshed }) => refreshed },
            { head: texts.removed, isNumber: true, cell: ({ removed }) => removed },
            { head: texts.refused, isNumber: true, cell: ({ refused }) => refused },
          ]}
        />
      )}
      <p>
        <a href="/jobs">{texts.allJobs}</a>
      </p>
    </>
  ),
})
