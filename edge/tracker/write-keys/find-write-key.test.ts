import { describe, expect, test } from 'vitest'
import type { Params } from '#lib/events/event.ts'
import { readQuery } from '#lib/http/read-query.ts'
import { keyOfBasic, keyOfQuery, withoutWriteKey } from './find-write-key.ts'

describe('keyOfQuery()', () => {
  test.each([
    ['?k=wk_1', 'wk_1'],
    ['?k=wk_1&a=b', 'wk_1'],
    ['?a=b&k=wk_A-b_9', 'wk_A-b_9'],
    ['?tk=wk_no&k=wk_1', 'wk_1'],
    ['?k=king&k=wk_1', 'wk_1'],
    ['?k=wk_', 'wk_'],
    ['?writeKey=wk_1', 'wk_1'],
    ['?writeKey=other&k=wk_1', 'wk_1'],
  ])('%s holds the key %s', (query, key) => {
    expect(keyOfQuery(`http://127.0.0.1:5222/t/w${query}`)).toBe(key)
  })

  test.each(['', '?', '?k=', '?k=king', '?tk=wk_1', '?a=k=wk_1', '?K=wk_1', '?q=and/k=wk_1'])(
    '%j holds no key',
    (query) => {
      expect(keyOfQuery(`http://127.0.0.1:5222/t/k=wk_1${query}`)).toBeUndefined()
    },
  )
})

describe('keyOfBasic()', () => {
  const basic = (credentials: string) => `Basic ${Buffer.from(credentials).toString('base64')}`

  test('is the user name if the password is empty', () => {
    expect(keyOfBasic(basic('wk_1:'))).toBe('wk_1')
  })

  test.each([
    basic('wk_1'),
    basic('wk_1:secret'),
    basic('wk_1::'),
    basic('admin:'),
    basic('admin:wk_1:'),
    basic(''),
    'Basic',
    'Basic ???',
    'Bearer wk_1:',
    'wk_1:',
    '',
  ])('is undefined for %j', (authorization) => {
    expect(keyOfBasic(authorization)).toBeUndefined()
  })
})

describe('withoutWriteKey()', () => {
  const paramsOf = (params: Params, writeKey?: unknown) =>
    withoutWriteKey({ type: 'w', id: undefined, time: undefined, device: undefined, writeKey, params }).params

  test('removes the key, and keeps values that only look like it', () => {
    expect(paramsOf({ a: 1, k: 'wk_1', b: 2 })).toEqual({ a: 1, b: 2 })
    expect(paramsOf({ a: 1, k: ['king', 'wk_1'] })).toEqual({ a: 1, k: 'king' })
    expect(paramsOf({ k: ['king', 'wk_1', 'queen'] })).toEqual({ k: ['king', 'queen'] })
    expect(paramsOf({ a: 1, k: 'king', writeKey: 'wk_1' }, 'wk_1')).toEqual({ a: 1, k: 'king' })
    expect(paramsOf({ k: 'wk_1', writeKey: 'own' }, 'wk_1')).toEqual({ writeKey: 'own' })
  })

  test('does not change an event without a key, for any names of its params', () => {
    const params = readQuery('wor=king&k=1&k=2&writeKey=own&__proto__=x')
    expect(paramsOf(params)).toBe(params)
  })

  test('keeps params of any name', () => {
    expect(JSON.stringify(paramsOf(readQuery('__proto__=x&k=wk_1&constructor=y')))).toBe(
      '{"__proto__":"x","constructor":"y"}',
    )
  })
})
