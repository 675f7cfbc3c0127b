/** @jsxImportSource preact */
import type { Language } from '#lib/text/language.ts'
import { UtcTime } from '#lib/ui/components/utc-time.tsx'
import type { ShownPicture } from '../../picture-wire.ts'
import type { en } from './picture-texts.en.ts'

interface PictureFactsProps {
  readonly picture: ShownPicture
  readonly language: Language
  readonly texts: typeof en
}

const KIB = 1_024

/** Whose a picture is, how large, and since when it is here. */
export function PictureFacts({ picture, language, texts }: PictureFactsProps) {
  const { owners = [], width, height, bytes, added } = picture
  const size = new Intl.NumberFormat(language).format(Math.ceil(bytes / KIB))
  return (
    <>
      <ul class="owners" aria-label={owners.length === 1 ? texts.owner : texts.owners}>
        {owners.map((owner) => (
          <li key={owner}>
            <a class="value" href={`/assets?owner=${encodeURIComponent(owner)}`}>
              {owner}
            </a>
          </li>
        ))}
      </ul>
      <p class="quiet small">
        <span class="value">
          {width} × {height}, {size} KiB
        </span>
        <br />
        <UtcTime at={added} language={language} isShort />
      </p>
    </>
  )
}
