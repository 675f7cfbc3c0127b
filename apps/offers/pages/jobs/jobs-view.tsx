/** @jsxImportSource preact */
import type { z } from '@hono/zod-openapi'
import { Empty } from '#lib/ui/components/empty.tsx'
import { UtcTime } from '#lib/ui/components/utc-time.tsx'
import { Table } from '#lib/ui/components/table.tsx'
import { defineView } from '#lib/ui/define-view.tsx'
import { OperateFrame } from '#lib/ui/frames/operate-frame.tsx'
import type { jobSchema } from '../../run-wire.ts'
import { RunStateMark } from '../shared/run-state.tsx'
import { de } from '../shared/texts.de.ts'
import { en } from '../shared/texts.en.ts'

type Job = z.output<typeof jobSchema>

/** The importers, each with its last run. */
export const jobsView = defineView<typeof en, readonly Job[]>({
  name: 'jobs',
  frame: OperateFrame,
  texts: { en, de },
  view: ({ language, texts, data: jobs }) => (
    <>
      <h1>{texts.title}</h1>
      {jobs.length === 0 ? (
        <Empty title={texts.noJobs} />
      ) : (
        <Table
          label={texts.title}
          rows={jobs}
          keyOf={({ id }) => id}
          columns={[
            { head: texts.job, cell: ({ id }) => <a href={`/jobs/${encodeURIComponent(id)}/runs`}>{id}</a> },
            { head: texts.owner, cell: ({ owner }) => owner },
            { head: texts.cron, cell: ({ cron }) => <code>{cron}</code> },
            { head: texts.keywords, cell: ({ keywords }) => keywords.join(', ') },
            {
              head: texts.last,
              cell: ({ last }) =>
                last === undefined ? (
                  texts.never
                ) : (
                  <a href={`/runs/${encodeURIComponent(last.id)}`}>
                    <UtcTime at={last.started} language={language} />
                  </a>
                ),
            },
            {
              head: texts.state,
              cell: ({ last }) => last && <RunStateMark state={last.state} texts={texts} />,
            },
          ]}
        />
      )}
    </>
  ),
})
