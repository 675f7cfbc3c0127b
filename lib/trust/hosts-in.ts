// Browsers read these as the dot between the parts of a host.
const DOTS = /[\u3002\uFF0E\uFF61]/gu
// Characters that are not drawn, and that browsers leave out of an address.
const UNSEEN = /[\u00AD\u200B-\u200D\u2060\uFEFF]/gu
const ENCODED = /%([0-7][0-9a-f])/giu
const OTHER = /[^\p{L}\p{N}\p{M}.-]+/u
const HOST_LENGTH_MAX = 253
/** More hosts than an honest text has. */
export const HOSTS_MAX = 200

/**
 * The hosts that a text may name, each once, as they stand in the DNS. They may be too many: "end.Begin" is one too. Of a text with more than `HOSTS_MAX`, it
 * gives one more than these.
 *
 * @example
 * ```ts
 * hostsIn('See https://Shop.Example.com/a or bücher.de.') // => ['shop.example.com', 'xn--bcher-kva.de']
 * hostsIn('ex%61m\u00adple。com') // => ['example.com']
 * hostsIn('At 10:30') // => []
 * ```
 */
export function hostsIn(text: string): string[] {
  const plain = text
    .toWellFormed()
    .replaceAll(DOTS, '.')
    .normalize('NFKC')
    .replaceAll(UNSEEN, '')
    .replaceAll(ENCODED, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
  const hosts = new Set<string>()
  for (const word of new Set(plain.split(OTHER))) {
    const host = word.includes('.') ? hostOf(word) : undefined
    if (host !== undefined) hosts.add(host)
    if (hosts.size > HOSTS_MAX) break
  }
  return [...hosts]
}

/**
 * A host as it stands in the DNS; undefined when it is none.
 *
 * @example
 * ```ts
 * hostOf('Bücher.DE') // => 'xn--bcher-kva.de'
 * hostOf('localhost') // => undefined
 * hostOf('a b.de') // => undefined
 * ```
 */
export function hostOf(text: string): string | undefined {
  const labels = text.split('.').map(withoutHyphens)
  const name = labels.filter((label) => label !== '').join('.')
  if (!name.includes('.') || name.length > HOST_LENGTH_MAX || OTHER.test(name)) return undefined
  const url = URL.parse(`http://${name}/`)
  return url === null || url.hostname === '' ? undefined : url.hostname
}

/** A part of a host without the hyphens around it, such as those of a list. */
function withoutHyphens(label: string): string {
  let [from, to] = [0, label.length]
  while (from < to && label[from] === '-') from += 1
  while (to > from && label[to - 1] === '-') to -= 1
  return label.slice(from, to)
}
