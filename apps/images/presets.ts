/** The stored sizes by name: the longest side in pixels; smaller pictures are not enlarged. */
export const PRESETS = { view: 1_600, thumb: 250 } as const
export type Preset = keyof typeof PRESETS

/** The names of the sizes. */
export const PRESET_NAMES = ['view', 'thumb'] as const satisfies readonly Preset[]

/** The path of a size of a picture. */
export function urlOf(id: string, preset: Preset): string {
  return `/assets/${id}/${fileOf(preset)}`
}

/** The file name of a size in the URL of a picture. */
export function fileOf(preset: Preset): string {
  return `${preset}.jpg`
}
