import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { describeDeaths } from './describe-deaths.fixture.ts'

describeDeaths('sqlite', () => `sqlite:${temporaryFolder()}/store.db`)
