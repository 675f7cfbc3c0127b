import { expect, test } from 'vitest'
import { readQuestion } from './read-question.ts'

test.each([
  ['Köln', 'Köln', undefined],
  [' Neustadt , Sachsen ', 'Neustadt', 'Sachsen'],
  ['A, B, C', 'A', 'B, C'],
  ['A-1010', '1010', 'AT'],
  ['d 10115 Berlin', '10115 Berlin', 'DE'],
  ['CH-8001', '8001', 'CH'],
  ['fl-9490', '9490', 'LI'],
  ['A 1', '1', 'AT'],
  ['Aachen', 'Aachen', undefined],
  ['B-1010', 'B-1010', undefined],
  ['', '', undefined],
])('%j asks for %j in %j', (text, head, tail) => {
  expect(readQuestion(text)).toEqual({ head, tail })
})
