import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { describeBlocking } from './describe-blocking.fixture.ts'

describeBlocking('sqlite', () => `sqlite:${temporaryFolder()}/store.db`)
