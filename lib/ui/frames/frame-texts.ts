import { de } from './texts.de.ts'
import { en } from './texts.en.ts'

/** The texts around every page, by language. */
export const frameTexts = { en, de }
