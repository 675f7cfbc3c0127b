import { expect, test } from 'vitest'
import { paramsOf } from '#lib/auth/params-of.ts'

test('paramsOf() gives each parameter by its name, and nothing else', () => {
  const route = '/deliveries/people/:person/devices/:device'
  expect(paramsOf(route, '/deliveries/people/ada/devices/phone%201')).toEqual({
    person: 'ada',
    device: 'phone 1',
  })
  expect(paramsOf('/accounts/roles', '/accounts/roles')).toEqual({})
})

test('paramsOf() keeps only the beginning of a write key', () => {
  const key = `wk_${'k'.repeat(32)}`
  expect(paramsOf('/accounts/write-keys/:key', `/accounts/write-keys/${key}`)).toEqual({ key: 'wk_kkkkkkk…' })
})

test('paramsOf() keeps the beginning of what is not an id, such as a token in the wrong place', () => {
  const token = `${'h'.repeat(60)}.${'secret'.repeat(20)}.${'s'.repeat(86)}`
  const { id = '' } = paramsOf('/mappings/:id', `/mappings/${token}`)
  expect(id).toBe(`${'h'.repeat(32)}…`)
})

test('paramsOf() keeps wrongly escaped text as it is', () => {
  expect(paramsOf('/mappings/:id', '/mappings/%E0%A4%A')).toEqual({ id: '%E0%A4%A' })
})
