import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { describeFlood } from './describe-flood.fixture.ts'

describeFlood('sqlite', () => `sqlite:${temporaryFolder()}/store.db`)
