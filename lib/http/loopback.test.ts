import { expect, test } from 'vitest'
import { isLoopbackAddress, isLoopbackHost } from '#lib/http/loopback.ts'

test.each([
  'localhost',
  'localhost:5123',
  'LocalHost',
  'localhost.',
  'anna.localhost:80',
  '127.0.0.1',
  '127.0.0.1:5123',
  '127.255.255.254',
  '127.1',
  '2130706433',
  '0x7f000001',
  '0177.0.0.1',
  '127.0.0.1.',
  '[::1]',
  '[::1]:5123',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
])('the host %j is of this machine', (host) => {
  expect(isLoopbackHost(host)).toBe(true)
})

test.each([
  '',
  ':',
  ':5123',
  'evil.example',
  'localhost.evil.example',
  'evil-localhost',
  'localhost..',
  '127.0.0.1.evil.example',
  '127.0.0.1.nip.io',
  '127.0.0.1@evil.example',
  'localhost@evil.example',
  'evil.example@localhost',
  'localhost/x',
  'localhost?x',
  'localhost#x',
  'localhost, evil.example',
  'local host',
  '0.0.0.0',
  '0',
  '[::]',
  '128.0.0.1',
  '10.0.0.1',
  '[::2]',
  '[::ffff:10.0.0.1]',
  '[fe80::1]',
  '::1',
  '[::1',
  'localhost:99999',
  'localhost:x',
])('the host %j is not', (host) => {
  expect(isLoopbackHost(host)).toBe(false)
})

test.each(['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1'])(
  'the address %j is of this machine',
  (address) => {
    expect(isLoopbackAddress(address)).toBe(true)
  },
)

test.each(['', 'localhost', '0.0.0.0', '::', '192.168.1.2', '::ffff:10.0.0.1', '127.1', '2130706433'])(
  'the address %j is not',
  (address) => {
    expect(isLoopbackAddress(address)).toBe(false)
  },
)
