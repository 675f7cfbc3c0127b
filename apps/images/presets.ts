/** A size in which a picture is served. */
interface PresetSize {
  readonly width: number
  readonly height: number
  /** `cover` cuts the picture to this size; `inside` shows all of it, and never makes it larger than it is. */
  readonly fit: 'cover' | 'inside'
}

/** The sizes by name, in pixels. */
export const PRESETS = {
  thumb: { width: 250, height: 250, fit: 'cover' },
  icon: { width: 30, height: 30, fit: 'cover' },
  iconbigger: { width: 60, height: 60, fit: 'cover' },
  card: { width: 480, height: 360, fit: 'cover' },
  view: { width: 1_600, height: 1_600, fit: 'inside' },
} as const satisfies Readonly<Record<string, PresetSize>>
export type Preset = keyof typeof PRESETS

/** The names of the sizes. */
export const PRESET_NAMES = [
  'thumb',
  'icon',
  'iconbigger',
  'card',
  'view',
] as const satisfies readonly Preset[]

/** The path of a size of a picture, as JPEG, which every client shows. */
export function urlOf(id: string, preset: Preset): string {
  return `/assets/${id}/${preset}.jpg`
}

/** The paths of all sizes of a picture. */
export function urlsOf(id: string): Record<Preset, string> {
  return {
    thumb: urlOf(id, 'thumb'),
    icon: urlOf(id, 'icon'),
    iconbigger: urlOf(id, 'iconbigger'),
    card: urlOf(id, 'card'),
    view: urlOf(id, 'view'),
  }
}
