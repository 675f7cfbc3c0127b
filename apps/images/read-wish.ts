import { DERIVATIVES_VERSION, EXTENSIONS } from './asset-names.ts'
import type { ServedFormat } from './engine/image-engine.ts'
import { PRESET_NAMES, type Preset } from './presets.ts'

/** What is asked for of a picture. */
export interface Wish {
  readonly preset: Preset
  readonly format: ServedFormat
  /** True when the name has no ending: then the Accept header chose the format. */
  readonly isByAccept: boolean
}

/** Longer than what any browser sends. */
const ACCEPT_LENGTH_MAX = 1_000
const WEBP = 'image/webp'
const REFUSED = /^q\s*=\s*0(?:\.0*)?$/iu

/**
 * Reads the name of a file of a picture: `thumb.jpg`, `thumb.webp`, or `thumb`, for which the Accept header chooses. Only a client
 * that names WebP gets it, because programs accept everything without being able to show it.
 *
 * @example
 * ```ts
 * readWish('card.webp', undefined) // => { preset: 'card', format: 'webp', isByAccept: false }
 * readWish('card', 'image/avif,image/webp,*\/*;q=0.8') // => { preset: 'card', format: 'webp', isByAccept: true }
 * readWish('card', 'image/*') // => { preset: 'card', format: 'jpeg', isByAccept: true }
 * readWish('card.png', undefined) // => undefined
 * ```
 */
export function readWish(file: string, accept: string | undefined): Wish | undefined {
  const preset = PRESET_NAMES.find((name) => file === name || file.startsWith(`${name}.`))
  if (preset === undefined) return undefined
  if (file === preset) return { preset, format: takesWebp(accept) ? 'webp' : 'jpeg', isByAccept: true }
  const extension = file.slice(preset.length + 1)
  if (extension === EXTENSIONS.jpeg) return { preset, format: 'jpeg', isByAccept: false }
  return extension === EXTENSIONS.webp ? { preset, format: 'webp', isByAccept: false } : undefined
}

/** The ETag of a size. The id is a hash of the bytes, so a size changes only with the version of how it is made. */
export function etagOf(id: string, { preset, format }: Wish): string {
  return `"${id}-${preset}-${DERIVATIVES_VERSION}.${EXTENSIONS[format]}"`
}

function takesWebp(accept = ''): boolean {
  const ranges = accept.slice(0, ACCEPT_LENGTH_MAX).split(',')
  return ranges.some((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim())
    return type.toLowerCase() === WEBP && !parameters.some((parameter) => REFUSED.test(parameter))
  })
}
