import { join } from 'node:path'
import { afterAll, beforeAll, inject } from 'vitest'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import type { Platform } from '../builders/platform.ts'
import { startPlatform } from '../builders/start-platform.ts'

/** The password of the admin of the platforms of these tests. */
export const ADMIN_PASSWORD = 'a password for tests only'

/** A platform whose pages a browser visits. */
export interface VisitedPlatform {
  /** The platform; it is there once the hooks before the tests have run. */
  readonly platform: () => Platform
  /** The address of a path of the front end. */
  readonly urlOf: (path: string) => string
  /** The folder of the mails. */
  readonly outbox: () => string
  /** Calls a station as the admin. */
  readonly callAsAdmin: (path: string, init?: RequestInit) => Promise<Response>
}

/** Starts a platform for the tests of a file; on a machine without a browser, which skips the tests, it starts none. */
export function openPlatform(environment: Readonly<Record<string, string>> = {}): VisitedPlatform {
  const folder = temporaryFolder()
  let running: Platform | undefined
  beforeAll(async () => {
    if (inject('chromium') === undefined) return
    running = await startPlatform({ folder, environment: { ADMIN_PASSWORD, ...environment } })
  })
  afterAll(() => running?.stop())

  function platform(): Platform {
    if (running === undefined) throw new Error('Cannot visit the platform: it is not started')
    return running
  }
  const urlOf = (path: string) => platform().url + path

  return {
    platform,
    urlOf,
    outbox: () => join(folder, 'data', 'outbox'),
    callAsAdmin(path, init = {}) {
      const headers = new Headers(init.headers)
      headers.set('authorization', `Basic ${btoa(`admin:${ADMIN_PASSWORD}`)}`)
      return fetch(urlOf(path), { ...init, headers })
    },
  }
}
