import { expect, test } from 'vitest'
import { openRefusedSubscriptions } from './refused-subscriptions.ts'

const [ONE, OTHER, ELSEWHERE] = [
  'https://one.example/push/1',
  'https://one.example/push/2',
  'https://two.example/push/1',
]

test('a push service that accepts others has lost the subscription', () => {
  const refused = openRefusedSubscriptions()
  expect(refused.noteRefused(ONE)).toBe('held')
  refused.noteAccepted(OTHER)
  expect(refused.noteRefused(ONE)).toBe('gone')
})

test('a push service that refuses all holds nobody else while another one accepts', () => {
  const refused = openRefusedSubscriptions()
  expect(refused.noteRefused(ONE)).toBe('held')
  refused.noteAccepted(ELSEWHERE)
  expect(refused.noteRefused(ONE)).toBe('later')
  expect(refused.noteRefused(ONE)).toBe('held')
})

test('a subscription that was accepted begins anew', () => {
  const refused = openRefusedSubscriptions()
  refused.noteRefused(ONE)
  refused.noteAccepted(ONE)
  expect(refused.noteRefused(ONE)).toBe('held')
})
