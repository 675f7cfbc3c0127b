import { describe, expect, test } from 'vitest'
import { stationAddresses } from './station-addresses.ts'

describe('stationAddresses()', () => {
  test('returns the default ports of this machine when nothing is set', () => {
    const addressOf = stationAddresses({})
    expect([addressOf('web'), addressOf('tracker'), addressOf('enrich')]).toEqual([
      'http://127.0.0.1:5123',
      'http://127.0.0.1:5222',
      'http://127.0.0.1:5091',
    ])
  })

  test('prefers a configured address to a configured port', () => {
    const addressOf = stationAddresses({
      WEB_PORT: '8080',
      TRACKER_PORT: '8081',
      TRACKER_URL: 'https://t.example.org/',
      PUBLIC_URL: '',
    })
    expect([addressOf('web'), addressOf('tracker')]).toEqual([
      'http://127.0.0.1:8080',
      'https://t.example.org',
    ])
    expect(stationAddresses({ PUBLIC_URL: 'https://example.org' })('web')).toBe('https://example.org')
  })

  test.each([
    ['0.0.0.0', '127.0.0.1'],
    ['::', '127.0.0.1'],
    ['::1', '[::1]'],
    ['10.0.0.7', '10.0.0.7'],
  ])('where stations listen on %s, are at %s', (host, reachable) => {
    expect(stationAddresses({ HOST: host })('storage')).toBe(`http://${reachable}:5011`)
  })
})
