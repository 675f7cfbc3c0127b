/** @jsxImportSource preact */
import type { ShownPicture } from '../../picture-wire.ts'
import type { en } from './picture-texts.en.ts'

interface AlikeListProps {
  readonly alike: readonly ShownPicture[]
  readonly texts: typeof en
}

/** Pictures of other owners that look alike, side by side. Each leads to its page. */
export function AlikeList({ alike, texts }: AlikeListProps) {
  return (
    <ul class="alike" aria-label={texts.alike}>
      {alike.map(({ id, urls, owners = [] }) => (
        <li key={id}>
          <a href={`/assets/${id}/details`}>
            <img
              class="picture"
              src={urls.thumb}
              width={120}
              height={120}
              loading="lazy"
              alt={texts.pictureOf}
            />
            <span class="value small">{owners.join(', ')}</span>
          </a>
        </li>
      ))}
    </ul>
  )
}
