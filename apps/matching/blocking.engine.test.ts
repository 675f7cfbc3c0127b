import { describe, inject } from 'vitest'
import { freshUrl } from '#lib/store/mongodb/fresh-url.fixture.ts'
import { describeBlocking } from './describe-blocking.fixture.ts'

const uri = inject('mongodbUri')

// Told at the start of the run why there is none; with CI=true that has failed the run already.
describe.skipIf(uri === undefined)('on a real MongoDB', () => {
  describeBlocking('mongodb', () => freshUrl(uri ?? ''))
})
