import { expect, test } from 'vitest'
import { isFromThisMachine, isLocalReach } from '#lib/http/this-machine.ts'

const REACH = { host: '127.0.0.1', publicUrl: 'http://127.0.0.1:5123', trustedHops: 0 }
const LOCAL = { isLocal: true }

test.each([
  {},
  { host: 'localhost' },
  { host: '::1' },
  { host: '127.0.0.2' },
  { publicUrl: 'http://localhost:5123' },
  { publicUrl: 'http://[::1]:5123/' },
  { publicUrl: 'https://push.localhost' },
])('with %j only this machine can reach the platform', (change) => {
  expect(isLocalReach({ ...REACH, ...change })).toBe(true)
})

test.each([
  { host: '0.0.0.0' },
  { host: '::' },
  { host: '' },
  { host: '192.168.1.2' },
  { host: 'push.example' },
  { publicUrl: 'https://push.example' },
  { publicUrl: 'http://192.168.1.2:5123' },
  { publicUrl: 'http://localhost.push.example' },
  { publicUrl: 'no url' },
  { trustedHops: 1 },
])('with %j others may reach it', (change) => {
  expect(isLocalReach({ ...REACH, ...change })).toBe(false)
})

const arrival = (headers: Record<string, string>, peerIp: string | undefined = '127.0.0.1') => ({
  headers: new Headers({ host: 'localhost:5123', ...headers }),
  peerIp,
})

test.each(['127.0.0.1', '::1', '::ffff:127.0.0.1'])(
  'a request of %s to localhost is from this machine',
  (peer) => {
    expect(
      isFromThisMachine(LOCAL, arrival({ 'user-agent': 'curl', cookie: 'a=1', origin: 'null' }, peer)),
    ).toBe(true)
  },
)

test('no request is from this machine when the settings open the platform', () => {
  expect(isFromThisMachine({ isLocal: false }, arrival({}))).toBe(false)
})

test.each([
  { host: 'evil.example' },
  { host: 'evil.example:5123' },
  { host: '' },
  { 'x-forwarded-for': '127.0.0.1' },
  { 'X-Forwarded-Host': 'localhost' },
  { 'x-forwarded-proto': 'https' },
  { 'x-forwarded': '' },
  { forwarded: 'for=127.0.0.1' },
  { via: '1.1 proxy' },
  { 'x-real-ip': '127.0.0.1' },
  { 'cf-connecting-ip': '127.0.0.1' },
  { 'cf-ray': '1' },
  { 'true-client-ip': '127.0.0.1' },
  { 'x-client-ip': '127.0.0.1' },
  { 'x-push-ip': '127.0.0.1' },
])('a request with %j is not from this machine', (headers) => {
  expect(isFromThisMachine(LOCAL, arrival(headers))).toBe(false)
})

test.each(['203.0.113.7', '::ffff:10.0.0.1', '', 'unknown'])(
  'a request of %j is not from this machine',
  (peer) => {
    expect(isFromThisMachine(LOCAL, arrival({}, peer))).toBe(false)
  },
)

test('a request without a peer address or without a host is not from this machine', () => {
  expect(isFromThisMachine(LOCAL, { ...arrival({}), peerIp: undefined })).toBe(false)
  expect(isFromThisMachine(LOCAL, { headers: new Headers(), peerIp: '127.0.0.1' })).toBe(false)
})
