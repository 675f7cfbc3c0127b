// A browser in words, as far as people tell theirs apart.
const BROWSERS = [
  [/Edg/u, 'Edge'],
  [/OPR/u, 'Opera'],
  [/Firefox|FxiOS/u, 'Firefox'],
  [/Chrome|CriOS/u, 'Chrome'],
  [/Safari/u, 'Safari'],
]
const SYSTEMS = [
  [/iPhone/u, 'iPhone'],
  [/iPad/u, 'iPad'],
  [/Android/u, 'Android'],
  [/Windows/u, 'Windows'],
  [/Mac OS/u, 'macOS'],
  [/Linux/u, 'Linux'],
]

/** The name of the browser and of what it runs on; else what it says of itself. */
export function browserName(userAgent) {
  const named = (list) => list.find(([pattern]) => pattern.test(userAgent))?.[1]
  const names = [named(BROWSERS), named(SYSTEMS)].filter((name) => name !== undefined)
  return names.join(' · ') || userAgent || '–'
}
