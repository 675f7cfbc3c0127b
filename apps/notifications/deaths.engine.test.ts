import { describe, inject } from 'vitest'
import { freshUrl } from '#lib/store/mongodb/fresh-url.fixture.ts'
import { describeDeaths } from './describe-deaths.fixture.ts'

const uri = inject('mongodbUri')

// The start of the run prints why there is no MongoDB; with CI=true the run has failed by then.
describe.skipIf(uri === undefined)('on a real MongoDB', () => {
  describeDeaths('mongodb', () => freshUrl(uri ?? ''))
})
