import { expect, test } from 'vitest'
import { badField, notFound, problemResponse } from '#lib/http/problem.ts'

test('badField() names the field in a member and in the sentence', () => {
  expect(badField('radius', 'must be a number').problem).toEqual({
    status: 400,
    code: 'bad_field',
    field: 'radius',
    detail: '"radius" must be a number',
  })
})

test('problemResponse() carries the headers of the problem, and no field when none is wrong', async () => {
  const headers = { 'retry-after': '5' }
  const response = problemResponse({ ...notFound('offer').problem, headers }, 'r-1')
  expect(response.headers.get('retry-after')).toBe('5')
  expect(await response.json()).toEqual({
    type: 'about:blank',
    title: 'Not Found',
    status: 404,
    code: 'not_found',
    detail: 'There is no such offer',
    request_id: 'r-1',
  })
})
