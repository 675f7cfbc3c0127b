/** @jsxImportSource preact */
import { Empty } from '#lib/ui/components/empty.tsx'
import { defineView } from '#lib/ui/define-view.tsx'
import { OperateFrame } from '#lib/ui/frames/operate-frame.tsx'
import type { MapData } from '../../map-of.ts'
import type { Place } from '../../places/place.ts'
import type { SubjectPath } from '../../subject-path.ts'
import type { SubjectView } from '../../subject-wire.ts'
import { MapIsland } from '../shared/map-island.tsx'
import { de } from '../shared/operate-texts.de.ts'
import { en } from '../shared/operate-texts.en.ts'
import type { AskedOfList, ListProblem } from './asked-of-list.ts'
import { FilterForm } from './filter-form.tsx'
import { FoundPlaces } from './found-places.tsx'
import { SubjectTable } from './subject-table.tsx'

/** A page of a list for operators, and what was asked for. */
export interface OperateListData {
  readonly of: Pick<SubjectPath, 'kind' | 'path'>
  readonly asked: AskedOfList
  readonly items: readonly SubjectView[]
  /** How many matches each has, by id; undefined when nobody could count them. */
  readonly matches: ReadonlyMap<string, number> | undefined
  /** The places of the name that was asked for, best first. */
  readonly places: readonly Place[]
  /** Undefined when nothing of it has a place. */
  readonly map: MapData | undefined
  /** What is wrong with what was asked for. */
  readonly problem?: ListProblem
  /** The cursor of the following page. */
  readonly next: string | undefined
  /** Whether the reader also sees what is switched off. */
  readonly seesAll: boolean
  readonly nowMs: number
}

/** Searches or offers for operators: a form with the filters, and a table. */
export const operateListView = defineView<typeof en, OperateListData>({
  name: 'operate-list',
  frame: OperateFrame,
  texts: { en, de },
  view: ({
    language,
    texts,
    data: { of, asked, items, matches, places, map, problem, next, seesAll, nowMs },
  }) => {
    const { kind, path } = of
    const isAsked = Object.keys(asked).some((name) => name !== 'cursor' && name !== 'limit')
    const queryWith = (more: AskedOfList & { readonly format?: string }) =>
      `${path}?${new URLSearchParams({ ...asked, ...more }).toString()}`
    return (
      <>
        <h1>{texts.lists[kind]}</h1>
        {/* Above the form: on a phone, what is below it is out of sight. */}
        {problem !== undefined && (
          <p class="error" role="alert">
            {texts.problems[problem.word]}{' '}
            {problem.word === 'other' && <span lang="en">{problem.detail}</span>}
          </p>
        )}
        <details class="card" open={isAsked}>
          <summary>{texts.filter.title}</summary>
          <FilterForm {...of} asked={asked} seesAll={seesAll} language={language} texts={texts.filter} />
        </details>
        <FoundPlaces path={path} asked={asked} places={places} language={language} texts={texts} />
        {matches === undefined && items.length > 0 && <p class="warning">{texts.noMatches}</p>}
        {problem !== undefined ? null : items.length === 0 ? (
          <Empty title={texts.none[kind]}>
            {isAsked && (
              <>
                <p>{texts.noneHint}</p>
                <a class="button second" href={path}>
                  {texts.filter.reset}
                </a>
              </>
            )}
          </Empty>
        ) : (
          <>
            <div class="beside">
              {map !== undefined && <MapIsland map={map} language={language} />}
              <SubjectTable
                {...of}
                items={items}
                matches={matches}
                nowMs={nowMs}
                language={language}
                texts={texts}
              />
            </div>
            <p class="buttons after">
              {next === undefined ? (
                <span class="quiet">{texts.end}</span>
              ) : (
                <a class="button second" rel="next" href={queryWith({ cursor: next })}>
                  {texts.more}
                </a>
              )}
              <span class="quiet">
                {texts.download} <a href={queryWith({ format: 'geojson' })}>{texts.geojson}</a> ·{' '}
                <a href={queryWith({ format: 'csv' })}>{texts.csv}</a>
              </span>
            </p>
          </>
        )}
        <p>
          <a href={`/store/totals?kind=${kind}`}>{texts.totals}</a>
        </p>
      </>
    )
  },
})
