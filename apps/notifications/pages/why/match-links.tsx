/** @jsxImportSource preact */
import type { DeliveryContent } from '#lib/store/deliveries.ts'
import type { en } from './texts.en.ts'

interface MatchLinksProps {
  readonly content: DeliveryContent
  readonly texts: Pick<typeof en, 'openMatch' | 'search' | 'offer' | 'otherSearch'>
}

/** Leads to the match of which a delivery tells, and to its two sides; nothing for other deliveries. */
export function MatchLinks({ content, texts }: MatchLinksProps) {
  if (content.kind !== 'match' && content.kind !== 'message') return null
  if (content.kind === 'message') return <a href={pathOf('/matches', content.match)}>{texts.openMatch}</a>
  const { match, sides } = content.notice
  // Only the watching side is told when a search watches searches: then the other one is a search as well.
  const isOfSearches = sides.length === 1
  return (
    <>
      <a href={pathOf('/matches', match.id)}>{texts.openMatch}</a>
      {' · '}
      <a href={pathOf('/store/searches', match.search)}>{texts.search}</a>
      {' · '}
      {isOfSearches ? (
        <a href={pathOf('/store/searches', match.offer)}>{texts.otherSearch}</a>
      ) : (
        <a href={pathOf('/store/offers', match.offer)}>{texts.offer}</a>
      )}
    </>
  )
}

function pathOf(folder: string, id: string): string {
  return `${folder}/${encodeURIComponent(id)}`
}
