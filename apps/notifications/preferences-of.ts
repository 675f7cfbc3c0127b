import { DEFAULT_PREFERENCES, type Preferences } from '#lib/store/preferences.ts'

/** The preferences of a person among those that people have set. */
export function preferencesOf(person: string, stored: ReadonlyMap<string, Preferences>): Preferences {
  return stored.get(person) ?? DEFAULT_PREFERENCES
}
