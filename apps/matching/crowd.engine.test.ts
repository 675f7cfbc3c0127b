import { describe, inject } from 'vitest'
import { emptyDatabase } from '#lib/store/mongodb/emptied-urls.fixture.ts'
import { freshUrl } from '#lib/store/mongodb/fresh-url.fixture.ts'
import { describeCrowd } from './describe-crowd.fixture.ts'

const uri = inject('mongodbUri')

// The start of the run prints why there is no MongoDB; with CI=true the run has failed by then.
describe.skipIf(uri === undefined)('on a real MongoDB', () => {
  const url = freshUrl(uri ?? '')
  // One crowd is gone before the next one comes.
  const nextUrl = () => emptyDatabase(url).then(() => url)
  describeCrowd('mongodb', nextUrl, { numRuns: 8 })
})
