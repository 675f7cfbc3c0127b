import { describe, inject } from 'vitest'
import { emptiedUrls } from '#lib/store/mongodb/emptied-urls.fixture.ts'
import { describePreview } from './describe-preview.fixture.ts'

const uri = inject('mongodbUri')

// The start of the run prints why there is no MongoDB; with CI=true the run has failed by then.
describe.skipIf(uri === undefined)('on a real MongoDB', () => {
  describePreview('mongodb', emptiedUrls(uri ?? ''))
})
