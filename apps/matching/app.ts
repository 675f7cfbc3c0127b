import { createApp, type App } from '#lib/http/create-app.ts'
import { matchingApi } from './api.ts'
import { createPersonKeeper } from './create-person-keeper.ts'
import type { MatchingOptions } from './options.ts'

/** The app of apps/matching: matches for other stations, and the blocks of people. */
export function createMatching(options: MatchingOptions): App {
  return createApp(matchingApi, options, { ...options, people: createPersonKeeper(options) })
}
