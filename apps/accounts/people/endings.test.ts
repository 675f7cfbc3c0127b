import { describeEndings } from './describe-endings.fixture.ts'
import { openPeopleWorld } from './open-people-world.fixture.ts'

describeEndings('sqlite', openPeopleWorld)
