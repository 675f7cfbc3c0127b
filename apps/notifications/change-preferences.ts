import type { Context } from 'hono'
import type { Caller } from '#lib/auth/caller.ts'
import type { AppEnv } from '#lib/http/app-env.ts'
import { stale } from '#lib/http/if-match.ts'
import { ProblemError } from '#lib/http/problem.ts'
import type { Preferences, PreferenceStore, StoredPreferences } from '#lib/store/preferences.ts'
import { mayRead } from './mapping-wire.ts'
import { showPreferences } from './preferences-wire.ts'

/** Who changes the preferences of whom. */
export interface Wanted {
  readonly user: string
  readonly caller: Caller
}

const TRIES_MAX = 5

/**
 * The preferences of a person whom the caller may know.
 *
 * @throws {ProblemError} 403 when they belong to somebody else.
 */
export async function findPreferences(
  preferences: Pick<PreferenceStore, 'find'>,
  { user, caller }: Wanted,
): Promise<StoredPreferences> {
  assertMayKnow(caller, user)
  return preferences.find(user)
}

/**
 * Refuses callers who may not know how a person is told.
 *
 * @throws {ProblemError} 403 when the person is somebody else.
 */
export function assertMayKnow(caller: Caller, user: string): void {
  if (mayRead(caller, user)) return
  throw new ProblemError({
    status: 403,
    code: 'not_yours',
    field: 'user',
    detail: '"user" must be your own id',
  })
}

/**
 * Replaces preferences, and notes the change for the audit log when the admin makes it.
 *
 * @throws {ProblemError} 412 when they were changed concurrently.
 */
export async function writePreferences(
  c: Context<AppEnv>,
  preferences: Pick<PreferenceStore, 'replace'>,
  {
    user,
    before,
    after,
  }: { readonly user: string; readonly before: StoredPreferences; readonly after: Preferences },
): Promise<void> {
  if (!(await preferences.replace(user, after, before.version))) throw stale()
  if (c.get('caller').role !== 'admin') return
  c.set('acted', {
    owner: user,
    before: showPreferences(before.preferences),
    after: showPreferences(after),
  })
}

/**
 * Changes preferences as they are at that moment, again after a concurrent change.
 *
 * @throws {ProblemError} 403 when they belong to somebody else, 412 when others change them all the time.
 */
export async function editPreferences(
  c: Context<AppEnv>,
  preferences: Pick<PreferenceStore, 'find' | 'replace'>,
  { user, change }: { readonly user: string; readonly change: (before: Preferences) => Preferences },
): Promise<Preferences> {
  for (let tries = 1; ; tries += 1) {
    const before = await findPreferences(preferences, { user, caller: c.get('caller') })
    const after = change(before.preferences)
    try {
      await writePreferences(c, preferences, { user, before, after })
      return after
    } catch (error) {
      if (!(error instanceof ProblemError) || tries === TRIES_MAX) throw error
    }
  }
}
