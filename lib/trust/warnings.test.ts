import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { warningsIn } from '#lib/trust/warnings.ts'

test.each([
  ['Meine IBAN ist AT611904300234573201', ['iban']],
  ['de89370400440532013000', ['iban']],
  ['CH93-0076-2011-6238-5295-7.', ['iban']],
  ['GB82 WEST 1234 5698 7654 32 and my name', ['iban']],
  ['5500-0000-0000-0004', ['card']],
  ['https://www.PayPal.me/x and 4111111111111111', ['payment-link', 'card']],
  ['bitcoin:bc1qxy2kgdygjrsqtzq2n0yrf2493p83kkfjhx0wlh', ['payment-link']],
  ['buy.stripe.com/x DE89370400440532013000', ['payment-link', 'iban']],
])('%s', (text, warnings) => {
  expect(warningsIn(text)).toEqual(warnings)
})

test.each([
  'DE88370400440532013000',
  'DE8937040044053201300',
  'XX89370400440532013000',
  '4111111111111112',
  '41111111111111110000',
  '030 1234567',
  'at 52.52, 13.405 on 2026-11-29',
  'likewise.community',
  '',
])('no warning for %j', (text) => {
  expect(warningsIn(text)).toEqual([])
})

test('one wrong character in an IBAN is noticed wherever it stands in a text', () => {
  const iban = 'DE89370400440532013000'
  const words = fc.stringMatching(/^[a-z ,.]{0,30}$/u)
  fc.assert(
    fc.property(words, words, fc.integer({ min: 4, max: 21 }), (before, after, place) => {
      const changed = iban.slice(0, place) + ((Number(iban[place]) + 1) % 10) + iban.slice(place + 1)
      expect(warningsIn(`${before} ${iban} ${after}`)).toContain('iban')
      expect(warningsIn(`${before} ${changed} ${after}`)).not.toContain('iban')
    }),
  )
})
