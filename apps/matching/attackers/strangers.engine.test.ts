import { describe, inject } from 'vitest'
import { freshUrl } from '#lib/store/mongodb/fresh-url.fixture.ts'
import { describeCompanions } from './describe-companions.fixture.ts'
import { describeWalks } from './describe-walks.fixture.ts'

const uri = inject('mongodbUri')

// The start of the run prints why there is no MongoDB; with CI=true the run has failed by then.
describe.skipIf(uri === undefined)('on a real MongoDB', () => {
  const fresh = () => freshUrl(uri ?? '')
  describeWalks('mongodb', fresh)
  describeCompanions('mongodb', fresh)
})
