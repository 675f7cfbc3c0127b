import { afterAll, beforeAll, describe, test } from 'vitest'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { newId } from '#lib/ids/new-id.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import type { Platform } from '../builders/platform.ts'
import { startPlatform } from '../builders/start-platform.ts'
import { accessRows, isDocument } from '../rules/access-rows.ts'
import { authorizationOf, CALLERS, PASSWORD } from '../rules/authorization-of.ts'
import { EXAMPLES, RUN_MS, runSchemathesis, SEED } from './run-schemathesis.ts'

const folder = temporaryFolder()
let platform: Platform

beforeAll(async () => {
  platform = await startPlatform({ folder, environment: { ADMIN_PASSWORD: PASSWORD } })
})

afterAll(() => platform.stop())

const documents = accessRows
  .filter(({ route }) => isDocument(route))
  .map(({ station, route }) => ({ station, path: route.replace('GET ', '') }))

/** Calls by who is let into next to nothing. */
const EXAMPLES_OF_STRANGERS = 3

/** The first one may have to fetch it. */
const INSTALL_MS = 120_000

const isLetIn = (caller: string | undefined) => caller !== undefined && caller !== 'device'

const cases = documents.flatMap((document) =>
  ([undefined, ...CALLERS] as const).map((caller) => ({ ...document, caller, as: caller ?? 'nobody' })),
)

describe.concurrent(`${EXAMPLES} calls of each route, made up from seed ${SEED}, are answered as described`, () => {
  test.each(cases)(
    '$path, called by $as',
    async ({ station, path, caller }) => {
      const keys = await openKeyRing(`${folder}/data/keys.json`)
      await runSchemathesis({
        url: platform.url,
        path,
        examples: isLetIn(caller) ? EXAMPLES : Math.min(EXAMPLES, EXAMPLES_OF_STRANGERS),
        authorization:
          caller && (await authorizationOf(caller, { keys, audience: station, person: newId() })),
        // Where the admin's password is taken, wrong ones are soon refused with 429.
        isAuthChecked: !accessRows.some((row) => row.station === station && row.roles.includes('admin')),
        folder,
      })
    },
    RUN_MS + INSTALL_MS,
  )
})
