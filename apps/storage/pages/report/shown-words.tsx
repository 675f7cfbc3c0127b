/** @jsxImportSource preact */

/** What people read of a search or an offer, with links to its pictures. */
export function Words({ of: view }: { readonly of: Readonly<Record<string, unknown>> }) {
  const images = Array.isArray(view['images']) ? view['images'].map(wordsOf) : []
  return (
    <>
      <p>
        <strong>{wordsOf(view['title'])}</strong>
      </p>
      <p class="text">{wordsOf(view['text'])}</p>
      <p class="quiet">{wordsOf(view['keywords'])}</p>
      <p class="quiet">{wordsOf(view['place'])}</p>
      {images.map((id) => (
        <p key={id}>
          <a href={`/assets/${encodeURIComponent(id)}/details`}>{textOf(view['imageTexts'], id) || id}</a>
        </p>
      ))}
    </>
  )
}

/** The alternative text of a picture; empty without one. */
function textOf(texts: unknown, id: string): string {
  if (typeof texts !== 'object' || texts === null) return ''
  return wordsOf(new Map<string, unknown>(Object.entries(texts)).get(id))
}

/** A value of a view that was stored as it was: a text or a list of words. */
export function wordsOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(wordsOf).join(', ')
  return typeof value === 'string' ? value : ''
}
