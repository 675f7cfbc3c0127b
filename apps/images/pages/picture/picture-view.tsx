/** @jsxImportSource preact */
import { Island } from '#lib/ui/components/island.tsx'
import { NeedsScript } from '#lib/ui/components/needs-script.tsx'
import { Section } from '#lib/ui/components/section.tsx'
import { defineView } from '#lib/ui/define-view.tsx'
import { OperateFrame } from '#lib/ui/frames/operate-frame.tsx'
import type { ShownPicture } from '../../picture-wire.ts'
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

/** One picture for operators, beside those of others that look like it; for admins with what deletes it. */
export const pictureView = defineView<typeof en, PictureData>({
  name: 'picture',
  frame: OperateFrame,
  texts: { en, de },
  view: ({ language, texts, data: { picture, alike, mayRemove } }) => (
    <>
      <h1>{texts.title}</h1>
      <div class="sides">
        <section class="card" aria-label={texts.title}>
          <a href={picture.urls.view}>
            <img
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
