/** @jsxImportSource preact */
import type { Reported } from '#lib/store/reports.ts'
import { Island } from '#lib/ui/components/island.tsx'
import { NeedsScript } from '#lib/ui/components/needs-script.tsx'
import { Section } from '#lib/ui/components/section.tsx'
import { UtcTime } from '#lib/ui/components/utc-time.tsx'
import { defineView } from '#lib/ui/define-view.tsx'
import { OperateFrame } from '#lib/ui/frames/operate-frame.tsx'
import type { ReportView } from '../../reports/show-report.ts'
import { ReportState } from '../shared/report-state.tsx'
import { de } from '../shared/report-texts.de.ts'
import { en } from '../shared/report-texts.en.ts'
import { DecideForm } from './decide-form.tsx'
import { Words, wordsOf } from './shown-words.tsx'

/** A report for operators. */
interface ReportData {
  readonly report: ReportView
  /** The state that is shown, as If-Match names it. */
  readonly tag: string
}

const DECISIONS = {
  subject: ['none', 'hide', 'show', 'acted'],
  picture: ['none', 'remove-picture', 'acted'],
  message: ['none', 'acted'],
  person: ['none', 'acted'],
} as const satisfies Record<Reported['type'], readonly (keyof (typeof en)['decide']['decisions'])[]>

/** One report with what was reported, and the form for the decision. */
export const reportView = defineView<typeof en, ReportData>({
  name: 'report',
  frame: OperateFrame,
  texts: { en, de },
  view: ({ language, texts, data: { report, tag } }) => {
    const { id, about, reason, text, at, state, reporter, email, owner, decision, forbidden } = report
    const rows = [
      [texts.columns.about, <Thing report={report} texts={texts} />],
      [texts.columns.reason, texts.reasons[reason]],
      [texts.columns.text, text !== '' && <span class="text">{text}</span>],
      [texts.columns.owner, owner],
      [texts.reporter, forbidden === undefined && (reporter ?? texts.noReporter)],
      [texts.email, email],
      [texts.forbidden, forbidden],
      [texts.columns.at, <UtcTime at={at} language={language} />],
      [
        texts.decision,
        decision && (
          <>
            {texts.decide.decisions[decision.kind]}
            <br />
            <span class="text">{decision.reasons}</span>
          </>
        ),
      ],
      [texts.by, decision?.by],
    ] as const
    return (
      <>
        <p>
          <ReportState state={state} texts={texts} />
        </p>
        <h1>{`${texts.report}: ${texts.types[about.type]}`}</h1>
        <div class="card">
          <dl class="facts">
            {rows
              .filter(([, value]) => value !== undefined && value !== false && value !== '')
              .map(([name, value]) => (
                <>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </>
              ))}
          </dl>
        </div>
        <Evidence report={report} texts={texts} />
        <Section id="decide" title={texts.decide.title}>
          <NeedsScript language={language} />
          <Island
            name="decide-form"
            of={DecideForm}
            props={{ id, tag, decisions: DECISIONS[about.type], texts: texts.decide }}
          />
        </Section>
        <p>
          <a href="/store/reports?state=open">{texts.back}</a>
        </p>
      </>
    )
  },
})

interface PartProps {
  readonly report: ReportView
  readonly texts: typeof en
}

/** What is reported, with a link where there is a page of it. */
function Thing({ report: { about, subject }, texts }: PartProps) {
  const id = encodeURIComponent(about.id)
  const path =
    about.type === 'picture'
      ? `/assets/${id}/details`
      : subject === undefined
        ? undefined
        : `/store/${subject['kind'] === 'search' ? 'searches' : 'offers'}/${id}`
  const words = wordsOf(subject?.['title']) || `${texts.types[about.type]} ${about.id}`
  return path === undefined ? <>{words}</> : <a href={path}>{words}</a>
}

/** What it was like at the moment of the report. */
function Evidence({ report: { subject, edited, messages }, texts }: PartProps) {
  if (subject === undefined && messages === undefined) return null
  return (
    <Section id="evidence" title={messages === undefined ? texts.evidence : texts.messages}>
      {subject !== undefined && <Words of={subject} />}
      {edited !== undefined && (
        <>
          <h3>{texts.edited}</h3>
          <Words of={edited} />
        </>
      )}
      {messages !== undefined && (
        <ol class="items" reversed>
          {messages.map(({ id, from, text }) => (
            <li key={id}>
              <span class="what">{from}</span>
              <span class="text">{text === '' ? texts.deleted : text}</span>
            </li>
          ))}
        </ol>
      )}
    </Section>
  )
}
