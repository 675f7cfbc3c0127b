import { describeCodes } from './describe-codes.fixture.ts'
import { openPeopleWorld } from './open-people-world.fixture.ts'

describeCodes('sqlite', openPeopleWorld)
