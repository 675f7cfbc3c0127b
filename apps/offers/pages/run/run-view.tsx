/** @jsxImportSource preact */
import type { z } from '@hono/zod-openapi'
import { UtcTime } from '#lib/ui/components/utc-time.tsx'
import { Section } from '#lib/ui/components/section.tsx'
import { Table } from '#lib/ui/components/table.tsx'
import { defineView } from '#lib/ui/define-view.tsx'
import { OperateFrame } from '#lib/ui/frames/operate-frame.tsx'
import type { wholeRunSchema } from '../../run-wire.ts'
import { RunStateMark } from '../shared/run-state.tsx'
import { de } from '../shared/texts.de.ts'
import { en } from '../shared/texts.en.ts'

const NUMBERS = ['items', 'created', 'refreshed', 'removed', 'refused'] as const

/** One run of an importer, with the first refused offers. */
export const runView = defineView<typeof en, z.output<typeof wholeRunSchema>>({
  name: 'run',
  frame: OperateFrame,
  texts: { en, de },
  view: ({ language, texts, data: run }) => (
    <>
      <h1>{`${texts.run} ${run.number}: ${run.importer}`}</h1>
      <dl class="facts">
        <dt>{texts.state}</dt>
        <dd>
          <RunStateMark state={run.state} texts={texts} />
        </dd>
        {run.reason !== undefined && (
          <>
            <dt>{texts.reason}</dt>
            <dd lang="en">{run.reason}</dd>
          </>
        )}
        <dt>{texts.started}</dt>
        <dd>
          <UtcTime at={run.started} language={language} />
        </dd>
        {run.ended !== undefined && (
          <>
            <dt>{texts.ended}</dt>
            <dd>
              <UtcTime at={run.ended} language={language} />
            </dd>
          </>
        )}
        {NUMBERS.map((name) =>
          run[name] === undefined ? null : (
            <>
              <dt>{texts[name]}</dt>
              <dd>{new Intl.NumberFormat(language).format(run[name])}</dd>
            </>
          ),
        )}
      </dl>
      <Section id="refusals" title={texts.refusals}>
        {run.refusals.length === 0 ? (
          <p class="quiet">{texts.noRefusals}</p>
        ) : (
          <Table
            label={texts.refusals}
            rows={run.refusals.map((refusal, index) => ({ ...refusal, index }))}
            keyOf={({ index }) => String(index)}
            columns={[
              { head: texts.key, cell: ({ key }) => key },
              { head: texts.reason, cell: ({ reason }) => <span lang="en">{reason}</span> },
            ]}
          />
        )}
      </Section>
      <p>
        <a href={`/jobs/${encodeURIComponent(run.importer)}/runs`}>{texts.allRuns}</a>
      </p>
    </>
  ),
})
