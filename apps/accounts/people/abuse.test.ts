import { openPeopleWorld } from './open-people-world.fixture.ts'
import { describeAbuse } from './describe-abuse.fixture.ts'

describeAbuse('sqlite', openPeopleWorld)
