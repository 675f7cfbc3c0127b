/** @jsxImportSource preact */
import { notFound } from '#lib/http/problem.ts'
import { Island } from '#lib/ui/components/island.tsx'
import { NeedsScript } from '#lib/ui/components/needs-script.tsx'
import { Section } from '#lib/ui/components/section.tsx'
import { definePage } from '#lib/ui/define-page.ts'
import { OperateFrame } from '#lib/ui/frames/operate-frame.tsx'
import { isAssetId } from '../../asset-names.ts'
import { findAlike } from '../../find-alike.ts'
import { missingPicture } from '../../missing-picture.ts'
import type { ImagesOptions } from '../../options.ts'
import { showPicture, type ShownPicture } from '../../picture-wire.ts'
import { AlikeList } from '../shared/alike-list.tsx'
import { PictureFacts } from '../shared/picture-facts.tsx'
import { RemovalForm } from './removal-form.tsx'
import { de } from './texts.de.ts'
import { en } from './texts.en.ts'

/** A picture for operators. */
interface PictureData {
  readonly picture: ShownPicture
  /** Those of other owners that look like it. */
  readonly alike: readonly ShownPicture[]
  /** Whether the reader may delete it. */
  readonly mayRemove: boolean
}

/** `GET /assets/{id}/details`: one picture for operators, beside those of others that look like it; for admins with what deletes it. */
export const picturePage = definePage({
  name: 'picture',
  path: '/assets/{id}/details',
  access: ['operate', 'admin'],
  summary: 'A picture with its owners, and those of others that look like it',
  frame: OperateFrame,
  texts: { en, de },
  load:
    ({ pictures }: Pick<ImagesOptions, 'pictures'>) =>
    async (c): Promise<PictureData> => {
      const id = c.req.param('id') ?? ''
      const [picture] = isAssetId(id) ? await pictures.pictures([id]) : []
      if (picture === undefined)
        throw isAssetId(id) ? await missingPicture(id, pictures) : notFound('picture')
      const caller = c.get('caller')
      const alike = await findAlike(pictures, picture)
      return {
        picture: showPicture(picture, caller),
        alike: alike.map((each) => showPicture(each, caller)),
        mayRemove: caller.role === 'admin',
      }
    },
  view: ({ language, texts, data: { picture, alike, mayRemove } }) => (
    <>
      <h1>{texts.title}</h1>
      <div class="sides">
        <section class="card" aria-label={texts.title}>
          <a href={picture.urls.view}>
            <img
              class="picture"
              src={picture.urls.card}
              width={480}
              height={360}
              alt={`${texts.pictureOf} ${picture.owners?.[0] ?? ''}`}
            />
          </a>
          <PictureFacts picture={picture} language={language} texts={texts} />
        </section>
        <Section id="alike" title={texts.alike}>
          {alike.length === 0 ? (
            <p class="quiet">{texts.noAlike}</p>
          ) : (
            <AlikeList alike={alike} texts={texts} />
          )}
        </Section>
      </div>
      {mayRemove && (
        <Section id="remove" title={texts.remove}>
          <NeedsScript language={language} />
          <Island name="removal" of={RemovalForm} props={{ id: picture.id, texts: texts.removal }} />
        </Section>
      )}
      <p>
        <a href="/assets">{texts.back}</a>
      </p>
    </>
  ),
})
