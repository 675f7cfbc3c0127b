import { openPeopleWorld } from '../people/open-people-world.fixture.ts'
import { describeAccountDelete } from './describe-account-delete.fixture.ts'

describeAccountDelete('sqlite', openPeopleWorld)
