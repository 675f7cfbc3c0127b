import { describe, inject } from 'vitest'
import { describeTail } from './describe-tail.fixture.ts'

const brokers = inject('kafkaBrokers')

// The start of the run reports why the engine is missing. With CI=true the run has already failed there.
describe.skipIf(brokers === undefined)('the command line', () => {
  describeTail('on Kafka', () => Promise.resolve(`kafka://${brokers}`))
})
