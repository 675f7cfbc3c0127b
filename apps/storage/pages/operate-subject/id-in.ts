/**
 * The id of a search or an offer that somebody wrote, or the one in the address of its page.
 *
 * @example
 * idIn(' o-1 ') // => 'o-1'
 * idIn('https://push.example/store/offers/o-1?lang=de') // => 'o-1'
 */
export function idIn(written: string): string {
  const [path = ''] = written.trim().split(/[#?]/u)
  return path.split('/').findLast((part) => part !== '') ?? ''
}
