import { openPeopleWorld } from './open-people-world.fixture.ts'
import { describeSignIn } from './describe-sign-in.fixture.ts'

describeSignIn('sqlite', openPeopleWorld)
