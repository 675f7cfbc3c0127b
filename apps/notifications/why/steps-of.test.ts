import { expect, test } from 'vitest'
import { aDelivery } from '#lib/builders/a-delivery.ts'
import { aNotice } from '#lib/builders/a-notice.ts'
import type { Delivery } from '#lib/store/deliveries.ts'
import { stepsOf } from './steps-of.ts'

const cause = { source: '/tracker/test', id: 'e-1', time: 0 }

function delivered(hops: Readonly<Record<string, number>>, over: Partial<Delivery> = {}): Delivery {
  const draft = aDelivery({ notice: aNotice({ cause: { ...cause, hops } }), created: 100 })
  return { ...draft, state: 'sent', attempts: 1, ...over }
}

test('the steps of a delivery have the time since the step before, in the order of the way', () => {
  const one = delivered(
    { taken: 30, received: 10, enriched: 25 },
    { leasedAt: 101, calledAt: 105, answeredAt: 150 },
  )
  expect(stepsOf(one).map(({ name, at, tookMs }) => [name, at, tookMs])).toEqual([
    ['received', 10, 0],
    ['enriched', 25, 15],
    ['taken', 30, 5],
    ['stored', 100, 70],
    ['leased', 101, 1],
    ['called', 105, 4],
    ['answered', 150, 45],
  ])
})

test('a step that seems to be before the last one took no time, and says that clocks differ', () => {
  const [, taken, stored] = stepsOf(delivered({ received: 90, taken: 80 }))
  expect(taken).toEqual({ name: 'taken', at: 80, tookMs: 0, isClockOff: true })
  expect(stored).toEqual({ name: 'stored', at: 100, tookMs: 20, isClockOff: false })
})

test('a delivery from before the times were kept has what is known', () => {
  expect(stepsOf(delivered({})).map(({ name }) => name)).toEqual(['stored'])
})
