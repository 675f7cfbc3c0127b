type Names = readonly (readonly [pattern: RegExp, name: string])[]

const BROWSERS: Names = [
  [/Edg/u, 'Edge'],
  [/OPR/u, 'Opera'],
  [/Firefox|FxiOS/u, 'Firefox'],
  [/Chrome|CriOS/u, 'Chrome'],
  [/Safari/u, 'Safari'],
]
const SYSTEMS: Names = [
  [/iPhone/u, 'iPhone'],
  [/iPad/u, 'iPad'],
  [/Android/u, 'Android'],
  [/Windows/u, 'Windows'],
  [/Mac OS/u, 'macOS'],
  [/Linux/u, 'Linux'],
]

/**
 * A browser and its system as people name them; the header User-Agent itself when neither is known.
 *
 * @example
 * ```ts
 * browserName('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0') // => 'Firefox · Linux'
 * browserName('') // => '–'
 * ```
 */
export function browserName(userAgent: string): string {
  const named = (list: Names) => list.find(([pattern]) => pattern.test(userAgent))?.[1]
  const names = [named(BROWSERS), named(SYSTEMS)].filter((name) => name !== undefined)
  return names.join(' · ') || userAgent || '–'
}
