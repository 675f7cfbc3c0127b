import { describe, inject } from 'vitest'
import { describeTail } from './describe-tail.fixture.ts'

const brokers = inject('kafkaBrokers')

// Told at the start of the run why there is none; with CI=true that has failed the run already.
describe.skipIf(brokers === undefined)('the command line', () => {
  describeTail('on Kafka', () => Promise.resolve(`kafka://${brokers}`))
})
