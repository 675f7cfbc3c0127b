import { describe, inject } from 'vitest'
import { freshUrl } from '#lib/store/mongodb/fresh-url.fixture.ts'
import { describeBound } from './describe-bound.fixture.ts'
import { describeBoundedCrowd } from './describe-bounded-crowd.fixture.ts'

const uri = inject('mongodbUri')

// The start of the run prints why there is no MongoDB; with CI=true the run has failed by then.
describe.skipIf(uri === undefined)('on a real MongoDB', () => {
  const url = () => Promise.resolve(freshUrl(uri ?? ''))
  describeBound('mongodb', url)
  describeBoundedCrowd('mongodb', url, { numRuns: 5 })
})
