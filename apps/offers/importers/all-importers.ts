import { demoCity } from './demo-city.ts'
import type { Importer } from './importer.ts'

/** Every importer there is. */
export const allImporters: readonly Importer[] = [demoCity]
