import { describe, inject } from 'vitest'
import { emptiedUrls } from '#lib/store/mongodb/emptied-urls.fixture.ts'
import { describeAccountDelete } from '../routes/describe-account-delete.fixture.ts'
import { describeRolePut } from '../routes/describe-role-put.fixture.ts'
import { describeAbuse } from './describe-abuse.fixture.ts'
import { describeClaims } from './describe-claims.fixture.ts'
import { describeCodes } from './describe-codes.fixture.ts'
import { describeEndings } from './describe-endings.fixture.ts'
import { describePasswords } from './describe-passwords.fixture.ts'
import { describeSessions } from './describe-sessions.fixture.ts'
import { describeSignIn } from './describe-sign-in.fixture.ts'
import { openPeopleWorld, type OpenPeopleWorld } from './open-people-world.fixture.ts'

const uri = inject('mongodbUri')
const nextUrl = emptiedUrls(uri ?? '')
const openWorld: OpenPeopleWorld = async (options) =>
  openPeopleWorld({ storeUrl: options?.storeUrl ?? (await nextUrl()), ...options })

// The start of the run prints why there is no MongoDB; with CI=true the run has failed by then.
describe.skipIf(uri === undefined)('on a real MongoDB', () => {
  describeSignIn('mongodb', openWorld)
  describeClaims('mongodb', openWorld)
  describeCodes('mongodb', openWorld)
  describeEndings('mongodb', openWorld)
  describeSessions('mongodb', openWorld)
  describePasswords('mongodb', openWorld)
  describeAbuse('mongodb', openWorld)
  describeRolePut('mongodb', openWorld)
  describeAccountDelete('mongodb', openWorld)
})
