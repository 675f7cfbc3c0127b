/** @jsxImportSource preact */
import { PERSON_ID } from '#lib/auth/person-id.ts'
import { Empty } from '#lib/ui/components/empty.tsx'
import { defineView } from '#lib/ui/define-view.tsx'
import { OperateFrame } from '#lib/ui/frames/operate-frame.tsx'
import { FilterForm, type AskedPictures } from './filter-form.tsx'
import { PictureGrid, type ListedPicture } from './picture-grid.tsx'
import { de } from './texts.de.ts'
import { en } from './texts.en.ts'

/** A page of pictures, and what was asked for. */
interface PicturesData {
  readonly asked: AskedPictures
  readonly items: readonly ListedPicture[]
  /** The cursor of the following page. */
  readonly next: string | undefined
}

/** The pictures of all people for operators: a search, and cards. */
export const picturesView = defineView<typeof en, PicturesData>({
  name: 'pictures',
  frame: OperateFrame,
  texts: { en, de },
  view: ({ language, texts, data: { asked, items, next } }) => {
    const isAsked = asked.owner !== '' || asked.isAlike
    return (
      <>
        <h1>{texts.title}</h1>
        <details class="card" open={isAsked}>
          <summary>{texts.filter.title}</summary>
          <FilterForm asked={asked} ownerPattern={PERSON_ID.source} texts={texts.filter} />
        </details>
        {items.length === 0 ? (
          <Empty title={texts.none}>
            <p>{isAsked ? texts.noneHint : texts.noneYet}</p>
            {isAsked && (
              <a class="button second" href="/assets">
                {texts.filter.reset}
              </a>
            )}
          </Empty>
        ) : (
          <>
            <PictureGrid items={items} language={language} texts={texts} />
            {next === undefined ? (
              <p class="quiet">{texts.end}</p>
            ) : (
              <p>
                <a class="button second" rel="next" href={hrefOf(asked, next)}>
                  {texts.more}
                </a>
              </p>
            )}
          </>
        )}
      </>
    )
  },
})

function hrefOf({ owner, isAlike, limit }: AskedPictures, cursor: string): string {
  const query = new URLSearchParams({
    ...(owner !== '' && { owner }),
    ...(isAlike && { alike: 'true' }),
    limit: String(limit),
    cursor,
  })
  return `/assets?${query.toString()}`
}
