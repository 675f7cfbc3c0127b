/** @jsxImportSource preact */
import { UtcTime } from '#lib/ui/components/utc-time.tsx'
import { defineView } from '#lib/ui/define-view.tsx'
import { PeopleFrame } from '#lib/ui/frames/people-frame.tsx'
import { reachMeters } from '../../reach-meters.ts'
import type { SubjectPath } from '../../subject-path.ts'
import type { SubjectView } from '../../subject-wire.ts'
import { KindMark } from '../shared/kind-mark.tsx'
import { Reach } from '../shared/reach.tsx'
import { de } from '../shared/texts.de.ts'
import { en } from '../shared/texts.en.ts'

/** A search or an offer as its reader may see it. */
interface SubjectData {
  readonly of: Pick<SubjectPath, 'kind' | 'path'>
  readonly subject: SubjectView
}

/** One search or offer. */
export const subjectView = defineView<typeof en, SubjectData>({
  name: 'subject',
  frame: PeopleFrame,
  texts: { en, de },
  view({ language, texts, data: { of, subject } }) {
    const { title, text, place, keywords, region, mobile, created, modified, validUntil } = subject
    const { images, imageTexts = {} } = subject
    return (
      <article>
        <KindMark kind={of.kind} texts={texts} />
        <h1>{title}</h1>
        {text.split('\n').map((line, index) => (
          <p key={index}>{line}</p>
        ))}
        {images.map((id) => (
          <p key={id}>
            <img
              src={`/assets/${encodeURIComponent(id)}/card.jpg`}
              width={480}
              height={360}
              loading="lazy"
              alt={imageTexts[id] ?? ''}
            />
          </p>
        ))}
        <h2>{texts.keywords}</h2>
        <ul class="words">
          {keywords.map((word) => (
            <li key={word}>{word}</li>
          ))}
        </ul>
        <dl class="facts">
          {place !== '' && (
            <>
              <dt>{texts.place}</dt>
              <dd>{place}</dd>
            </>
          )}
          <dt>{texts.radius}</dt>
          <dd>
            <Reach
              meters={reachMeters(region)}
              isPolygon={region.polygon !== undefined}
              language={language}
              texts={texts}
            />
          </dd>
          {mobile && (
            <>
              <dt>{texts.moves}</dt>
              <dd>{texts.yes}</dd>
            </>
          )}
          <dt>{texts.created}</dt>
          <dd>
            <UtcTime at={created} language={language} />
          </dd>
          {modified !== created && (
            <>
              <dt>{texts.modified}</dt>
              <dd>
                <UtcTime at={modified} language={language} />
              </dd>
            </>
          )}
          {validUntil !== undefined && (
            <>
              <dt>{texts.until}</dt>
              <dd>
                <UtcTime at={validUntil} language={language} />
              </dd>
            </>
          )}
        </dl>
        <p>
          <a href={of.path}>{texts.back[of.kind]}</a>
        </p>
      </article>
    )
  },
})
