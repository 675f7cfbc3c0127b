import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { describeCrossings } from './describe-crossings.fixture.ts'

describeCrossings('sqlite', () => `sqlite:${temporaryFolder()}/store.db`)
