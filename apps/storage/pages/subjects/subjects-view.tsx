/** @jsxImportSource preact */
import { Empty } from '#lib/ui/components/empty.tsx'
import { defineView } from '#lib/ui/define-view.tsx'
import { PeopleFrame } from '#lib/ui/frames/people-frame.tsx'
import { reachMeters } from '../../reach-meters.ts'
import type { SubjectPath } from '../../subject-path.ts'
import type { SubjectView } from '../../subject-wire.ts'
import { KindMark } from '../shared/kind-mark.tsx'
import { Reach } from '../shared/reach.tsx'
import { de } from '../shared/texts.de.ts'
import { en } from '../shared/texts.en.ts'

/** A page of a list, and what was asked for. */
interface SubjectsData {
  readonly of: Pick<SubjectPath, 'kind' | 'path'>
  readonly items: readonly SubjectView[]
  /** The keywords that were asked for. */
  readonly keywords: string | undefined
  /** Similar keywords, when nothing was found. */
  readonly didYouMean: readonly string[]
  /** The query of the following page. */
  readonly more: string | undefined
}

/** Searches or offers, newest first. */
export const subjectsView = defineView<typeof en, SubjectsData>({
  name: 'subjects',
  frame: PeopleFrame,
  texts: { en, de },
  view: ({ language, texts, data: { of, items, keywords, didYouMean, more } }) => (
    <>
      <h1>{texts.lists[of.kind]}</h1>
      <form class="bar" method="get" action={of.path}>
        <div class="field">
          <label for="keywords">{texts.wanted}</label>
          <input
            id="keywords"
            name="keywords"
            type="text"
            required
            maxlength={200}
            placeholder={texts.example}
            value={keywords}
          />
        </div>
        <button type="submit">{texts.filter}</button>
      </form>
      {items.length === 0 ? (
        <Empty title={texts.none[of.kind]}>
          {didYouMean.length > 0 && (
            <p>
              {texts.didYouMean}{' '}
              {didYouMean.map((word, index) => (
                <>
                  {index > 0 && ', '}
                  <a href={`${of.path}?keywords=${encodeURIComponent(word)}`}>{word}</a>
                </>
              ))}
            </p>
          )}
          {keywords !== undefined && (
            <>
              <p>{texts.noneHint}</p>
              <a class="button" href={of.path}>
                {texts.all}
              </a>
            </>
          )}
        </Empty>
      ) : (
        <ul class="items card">
          {items.map(({ id, title, place, region, keywords: words, distanceClass }) => (
            <li key={id}>
              <span class="what">
                <a href={`${of.path}/${encodeURIComponent(id)}`}>{title}</a>
              </span>
              <span class="more">
                <KindMark kind={of.kind} texts={texts} />
                {place !== '' && ` · ${place}`} · {texts.radius}{' '}
                <Reach
                  meters={reachMeters(region)}
                  isPolygon={region.polygon !== undefined}
                  language={language}
                  texts={texts}
                />
                {distanceClass !== undefined && ` · ${texts.distance} ${distanceClass} km`}
              </span>
              <span class="more">{words.join(', ')}</span>
            </li>
          ))}
        </ul>
      )}
      {more !== undefined ? (
        <p>
          <a class="button second" href={`${of.path}?${more}`}>
            {texts.more}
          </a>
        </p>
      ) : (
        items.length > 0 && <p class="quiet">{texts.end}</p>
      )}
    </>
  ),
})
