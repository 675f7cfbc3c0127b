import { expect, test } from 'vitest'
import { isPrivateHost } from './is-private-host.ts'

test.each([
  ['127.0.0.1', true],
  ['localhost', true],
  ['::1', true],
  ['0.0.0.0', false],
  ['::', false],
  ['192.168.1.2', false],
  ['localhost.example.org', false],
  ['', false],
])('isPrivateHost(%j) is %s', (host, isPrivate) => {
  expect(isPrivateHost(host)).toBe(isPrivate)
})
