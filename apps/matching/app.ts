import { createApp, type App } from '#lib/http/create-app.ts'
import { matchingApi } from './api.ts'
import { keepPeople } from './keep-people.ts'
import type { MatchingOptions } from './options.ts'

/** The app of apps/matching: what it found, for other stations; and whom people blocked. */
export function createMatching(options: MatchingOptions): App {
  return createApp(matchingApi, options, { ...options, people: keepPeople(options) })
}
