/** @jsxImportSource preact */
import type { Language } from '#lib/text/language.ts'
import type { Place } from '../../places/place.ts'
import type { en } from '../shared/operate-texts.en.ts'
import type { AskedOfList } from './asked-of-list.ts'

interface FoundPlacesProps {
  readonly path: string
  readonly asked: AskedOfList
  /** Best first; the first one was taken. */
  readonly places: readonly Place[]
  readonly language: Language
  readonly texts: Pick<typeof en, 'near' | 'otherPlaces' | 'credit'>
}

/** Says which place was meant by a name, leads to the others of this name, and names who collected the places. */
export function FoundPlaces({ path, asked, places, language, texts }: FoundPlacesProps) {
  const [taken, ...others] = places
  if (taken === undefined) return null
  const { place: _, cursor: __, ...rest } = asked
  const hrefOf = ({ at }: Place) =>
    `${path}?${new URLSearchParams({ ...rest, near: `${at.lat},${at.lng}` }).toString()}`
  return (
    <p class="quiet">
      {texts.near} {wordsOf(taken, language)}.{' '}
      {others.length > 0 && (
        <>
          {texts.otherPlaces}{' '}
          {others.map((place, index) => (
            <>
              {index > 0 && ' · '}
              <a href={hrefOf(place)}>{wordsOf(place, language)}</a>
            </>
          ))}
          {'. '}
        </>
      )}
      {texts.credit}
    </p>
  )
}

function wordsOf({ name, postcode, state, country }: Place, language: Language): string {
  return [[postcode, name[language]].join(' ').trim(), state?.[language], country]
    .filter((part) => part !== undefined && part !== '')
    .join(', ')
}
