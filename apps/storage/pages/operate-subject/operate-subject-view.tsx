/** @jsxImportSource preact */
import type { DeliveryCounts } from '#lib/store/deliveries.ts'
import type { HistoryEntry } from '#lib/store/subjects.ts'
import { Island } from '#lib/ui/components/island.tsx'
import { NeedsScript } from '#lib/ui/components/needs-script.tsx'
import { Section } from '#lib/ui/components/section.tsx'
import { defineView } from '#lib/ui/define-view.tsx'
import { OperateFrame } from '#lib/ui/frames/operate-frame.tsx'
import type { MapData } from '../../map-of.ts'
import type { ShownMatches } from '../../pair-titles.ts'
import { reachMeters } from '../../reach-meters.ts'
import type { SubjectPath } from '../../subject-path.ts'
import type { SubjectView } from '../../subject-wire.ts'
import { KindMark } from '../shared/kind-mark.tsx'
import { MapIsland } from '../shared/map-island.tsx'
import { StateMark } from '../shared/state-mark.tsx'
import { stateOf } from '../shared/state-of.ts'
import { HideForm } from './hide-form.tsx'
import { HistoryTable } from './history-table.tsx'
import { MatchForm } from './match-form.tsx'
import { MatchTable } from './match-table.tsx'
import { SubjectActions } from './subject-actions.tsx'
import { SubjectFacts } from './subject-facts.tsx'
import { de } from './texts.de.ts'
import { en } from './texts.en.ts'

/** A search or an offer as an operator may see it. */
export interface OperateSubjectData {
  readonly of: Pick<SubjectPath, 'kind' | 'path'>
  readonly subject: SubjectView
  /** The state that is shown, as If-Match names it. */
  readonly tag: string
  readonly history: readonly HistoryEntry[]
  /** The newest matches; undefined when they could not be read. */
  readonly matches: ShownMatches | undefined
  /** Numbers of deliveries by match; undefined when they could not be read. */
  readonly deliveries: ReadonlyMap<string, DeliveryCounts> | undefined
  /** Undefined when it has no place. */
  readonly map: MapData | undefined
  /** Whether the reader may change it. */
  readonly mayChange: boolean
  /** Whether the reader may match it with another one by hand. */
  readonly mayMatch: boolean
  readonly nowMs: number
}

/** One search or offer for operators: all that they may see of it, its matches and its history; for admins with what changes it. */
export const operateSubjectView = defineView<typeof en, OperateSubjectData>({
  name: 'operate-subject',
  frame: OperateFrame,
  texts: { en, de },
  view: ({
    language,
    texts,
    data: { of, subject, tag, history, matches, deliveries, map, mayChange, mayMatch, nowMs },
  }) => (
    <>
      <p class="heading">
        <KindMark kind={of.kind} texts={texts} />
        <StateMark state={stateOf(subject, nowMs)} texts={texts} />
      </p>
      <h1>{subject.title}</h1>
      <div class="sides">
        <Section id="details" title={texts.details}>
          <SubjectFacts
            subject={subject}
            reachMeters={reachMeters(subject.region)}
            path={of.path}
            language={language}
            texts={texts}
          />
        </Section>
        {map !== undefined && <MapIsland map={map} language={language} />}
      </div>
      {mayChange && (
        <Section id="change" title={texts.change.title}>
          <NeedsScript language={language} />
          <Island
            name="subject-actions"
            of={SubjectActions}
            props={{ subject, path: of.path, tag, texts: texts.change, termsTexts: texts.terms }}
          />
        </Section>
      )}
      <Section id="hiding" title={subject.hidden === true ? texts.hiding.titleHidden : texts.hiding.title}>
        {!mayChange && <NeedsScript language={language} />}
        <Island
          name="hide-form"
          of={HideForm}
          props={{ subject: hidingFacts(subject), tag, texts: texts.hiding }}
        />
      </Section>
      <h2>{texts.matchesTitle}</h2>
      {matches === undefined ? (
        <p class="warning">{texts.matchesAway}</p>
      ) : matches.items.length === 0 ? (
        <p class="quiet">{texts.matchesNone}</p>
      ) : (
        <MatchTable matches={matches.items} deliveries={deliveries} language={language} texts={texts} />
      )}
      {deliveries === undefined && <p class="warning">{texts.deliveriesAway}</p>}
      {matches?.next !== undefined && <p class="quiet">{texts.matchesMore}</p>}
      {matches?.beyond !== undefined && (
        <p class="quiet">{texts.beyond.replace('{count}', String(matches.beyond))}</p>
      )}
      {mayMatch && (
        <Section id="by-hand" title={texts.byHand.title}>
          <Island
            name="match-form"
            of={MatchForm}
            props={{ subject: { id: subject.id, kind: of.kind }, texts: texts.byHand }}
          />
        </Section>
      )}
      <h2>{texts.history}</h2>
      {history.length === 0 ? (
        <p class="quiet">{texts.historyNone}</p>
      ) : (
        <HistoryTable entries={history} language={language} texts={texts} />
      )}
      <p>
        <a href={of.path}>{texts.back[of.kind]}</a>
      </p>
    </>
  ),
})

function hidingFacts({ id, kind, hidden }: SubjectView) {
  return { id, kind, hidden: hidden === true }
}
