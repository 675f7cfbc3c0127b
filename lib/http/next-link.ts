// Clients read about 16 KiB of headers, and a long query would fill them.
const TARGET_LENGTH_MAX = 4_000

/**
 * The header `Link` of a page of a list: the same request with the cursor of the following page (RFC 8288). No header for the last page, and
 * where the query is very long.
 *
 * @example
 * ```ts
 * nextLink('http://127.0.0.1/store/offers?limit=2', 'c') // => { link: '</store/offers?limit=2&cursor=c>; rel="next"' }
 * nextLink('http://127.0.0.1/store/offers', undefined) // => {}
 * ```
 */
export function nextLink(url: string, cursor: string | undefined): { readonly link?: string } {
  if (cursor === undefined) return {}
  const { pathname, searchParams } = new URL(url)
  searchParams.set('cursor', cursor)
  const target = `${pathname}?${searchParams.toString()}`
  return target.length > TARGET_LENGTH_MAX ? {} : { link: `<${target}>; rel="next"` }
}
