import { describeClaims } from './describe-claims.fixture.ts'
import { openPeopleWorld } from './open-people-world.fixture.ts'

describeClaims('sqlite', openPeopleWorld)
