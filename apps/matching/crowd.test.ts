import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { describeCrowd } from './describe-crowd.fixture.ts'

describeCrowd('sqlite', () => Promise.resolve(`sqlite:${temporaryFolder()}/store.db`), { numRuns: 60 })
