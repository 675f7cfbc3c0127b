import { demoCity } from './demo-city.ts'
import type { Importer } from './importer.ts'

/** All importers. */
export const allImporters: readonly Importer[] = [demoCity]
