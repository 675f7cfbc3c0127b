import { openPeopleWorld } from './open-people-world.fixture.ts'
import { describePasswords } from './describe-passwords.fixture.ts'

describePasswords('sqlite', openPeopleWorld)
