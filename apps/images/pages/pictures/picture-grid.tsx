/** @jsxImportSource preact */
import type { Language } from '#lib/text/language.ts'
import type { ShownPicture } from '../../picture-wire.ts'
import { AlikeList } from '../shared/alike-list.tsx'
import { PictureFacts } from '../shared/picture-facts.tsx'
import type { en } from './texts.en.ts'

/** A picture of the list, and those of other owners that look like it. */
export interface ListedPicture {
  readonly picture: ShownPicture
  readonly alike: readonly ShownPicture[]
}

interface PictureGridProps {
  readonly items: readonly ListedPicture[]
  readonly language: Language
  readonly texts: typeof en
}

/** Pictures as cards. What looks alike stands under a picture, so that the same advertisement of many accounts is seen at once. */
export function PictureGrid({ items, language, texts }: PictureGridProps) {
  return (
    <ul class="pictures">
      {items.map(({ picture, alike }) => (
        <li key={picture.id} class="card">
          <a href={`/assets/${picture.id}/details`}>
            <img
              class="picture"
              src={picture.urls.thumb}
              width={250}
              height={250}
              loading="lazy"
              alt={`${texts.pictureOf} ${picture.owners?.[0] ?? ''}`}
            />
          </a>
          <PictureFacts picture={picture} language={language} texts={texts} />
          {alike.length > 0 && (
            <>
              <p class="slow">{texts.alike}</p>
              <AlikeList alike={alike} texts={texts} />
            </>
          )}
        </li>
      ))}
    </ul>
  )
}
