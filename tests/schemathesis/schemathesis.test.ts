import { afterAll, beforeAll, describe, test } from 'vitest'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { newId } from '#lib/ids/new-id.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import type { Platform } from '../builders/platform.ts'
import { startPlatform } from '../builders/start-platform.ts'
import { accessRows, isDocument } from '../rules/access-rows.ts'
import { authorizationOf, CALLERS, PASSWORD } from '../rules/authorization-of.ts'
import { installSchemathesis } from './install-schemathesis.ts'
import { openRuns, type Runs } from './open-runs.ts'
import { EXAMPLES, RUN_SECONDS, runSchemathesis, SEED } from './run-schemathesis.ts'

const folder = temporaryFolder()
let platform: Platform
let runs: Runs | undefined

beforeAll(async () => {
  platform = await startPlatform({ folder, environment: { ADMIN_PASSWORD: PASSWORD } })
})

afterAll(async () => {
  await runs?.close()
  await platform.stop()
})

const documents = accessRows
  .filter(({ route }) => isDocument(route))
  .map(({ station, route }) => ({ station, path: route.replace('GET ', '') }))

/** A device key is no good at any of these stations. */
const EXAMPLES_OF_DEVICE = 3

/** The first one may have to fetch it. */
const INSTALL_MS = 120_000

const cases = documents.flatMap((document) =>
  ([undefined, ...CALLERS] as const).map((caller) => ({ ...document, caller, as: caller ?? 'nobody' })),
)

describe.concurrent(`${EXAMPLES} calls of each route, made up from seed ${SEED}, are answered as described`, () => {
  test.for(cases)(
    '$path, called by $as',
    { timeout: RUN_SECONDS * 1_000 + INSTALL_MS },
    async ({ station, path, caller }, context) => {
      const packages = await installSchemathesis(context)
      const keys = await openKeyRing(`${folder}/data/keys.json`)
      runs ??= openRuns(packages, folder)
      await runSchemathesis({
        runs,
        url: platform.url,
        path,
        examples: caller === 'device' ? Math.min(EXAMPLES, EXAMPLES_OF_DEVICE) : EXAMPLES,
        authorization:
          caller && (await authorizationOf(caller, { keys, audience: station, person: newId() })),
        // Where the admin's password is taken, wrong ones are soon refused with 429.
        isAuthChecked: !accessRows.some((row) => row.station === station && row.roles.includes('admin')),
        folder,
      })
    },
  )
})
