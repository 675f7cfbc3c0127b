import { z } from 'zod'

/** The manifest of a build. */
export const manifestSchema = z.object({
  /** A hash of everything that the build reads. */
  sources: z.string(),
  /** For each station the hashed name of each file, by its plain name. */
  stations: z.record(z.string(), z.record(z.string(), z.string())),
})

export type Manifest = z.output<typeof manifestSchema>

/** The name of the manifest in the folder of the build. */
export const MANIFEST = 'manifest.json'

/** The folder of the build, below the root of the tree. */
export const BUILT_FOLDER = 'dist/pages'

/** The name under which the files of the viewer of API documents are built. All stations share them. */
export const API_DOCS = 'api-docs'

const HASHED = /^([a-z][a-z0-9-]*)-([a-z0-9]{8})\.([a-z]+)$/u

/**
 * The plain name of a built file.
 *
 * @example
 * ```ts
 * plainName('live-k2x9a8bc.js') // => 'live.js'
 * plainName('../live.js') // => undefined
 * ```
 */
export function plainName(hashedName: string): string | undefined {
  const [, name, , extension] = HASHED.exec(hashedName) ?? []
  return name === undefined ? undefined : `${name}.${extension}`
}
