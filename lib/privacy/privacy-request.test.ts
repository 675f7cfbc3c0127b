import { expect, test } from 'vitest'
import { asksForPrivacy, isPrivate } from '#lib/privacy/privacy-request.ts'

test.each([
  ['', {}, false],
  ['', { 'sec-gpc': '1' }, true],
  ['', { 'sec-gpc': '0' }, false],
  ['', { 'sec-gpc': 'true' }, false],
  ['', { dnt: '1' }, true],
  ['', { dnt: '0' }, false],
  ['', { dnt: 'unspecified' }, false],
  ['?dnt=1', {}, true],
  ['?a=1&dnt=1&b=2', {}, true],
  ['?dnt=1#part', {}, true],
  ['?dnt=10', {}, false],
  ['?adnt=1', {}, false],
  ['?adnt=1&dnt=1', {}, true],
  ['?dnt=', {}, false],
])('a call with the query "%s" and the headers %j: %s', (query, headers, is) => {
  expect(asksForPrivacy(new Request(`http://localhost/t/dnt=1${query}`, { headers }))).toBe(is)
})

test.each([
  [{ dnt: '1' }, true],
  [{ dnt: 1 }, true],
  [{ dnt: true }, true],
  [{ dnt: '0' }, false],
  [{ dnt: false }, false],
  [{}, false],
])('an event with the params %j: %s', (params, is) => {
  expect(isPrivate(params)).toBe(is)
})
