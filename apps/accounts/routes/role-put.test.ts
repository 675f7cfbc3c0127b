import { openPeopleWorld } from '../people/open-people-world.fixture.ts'
import { describeRolePut } from './describe-role-put.fixture.ts'

describeRolePut('sqlite', openPeopleWorld)
