import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { describeBound } from './describe-bound.fixture.ts'
import { describeBoundedCrowd } from './describe-bounded-crowd.fixture.ts'

const freshUrl = () => Promise.resolve(`sqlite:${temporaryFolder()}/store.db`)

describeBound('sqlite', freshUrl)
describeBoundedCrowd('sqlite', freshUrl, { numRuns: 20 })
