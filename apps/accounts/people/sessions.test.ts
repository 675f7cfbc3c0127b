import { openPeopleWorld } from './open-people-world.fixture.ts'
import { describeSessions } from './describe-sessions.fixture.ts'

describeSessions('sqlite', openPeopleWorld)
