import { placeKeys } from './place-keys.ts'
import type { StateRow } from './table-format.ts'

/** Finds states by a beginning of their name, or of the name or the code of their country; gives their lines. */
export type StateFinder = (text: string) => ReadonlySet<number>

const LANGUAGES = ['de', 'en']

/** Opens the finder; the keys are computed when it is asked first. */
export function openStateFinder(states: readonly StateRow[]): StateFinder {
  let keys: readonly (readonly string[])[] | undefined
  return (text) => {
    const wanted = placeKeys(text)
    keys ??= states.map(keysOf)
    return new Set(
      keys.flatMap((each, line) =>
        each.some((key) => wanted.some((beginning) => key.startsWith(beginning))) ? [line] : [],
      ),
    )
  }
}

function keysOf({ code, name }: StateRow): string[] {
  const [country = ''] = code.split('.')
  const countries = LANGUAGES.map((language) =>
    new Intl.DisplayNames(language, { type: 'region' }).of(country),
  )
  return [name.de, name.en, country, ...countries].flatMap((each) => placeKeys(each ?? ''))
}
