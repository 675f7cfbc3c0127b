import { describe, expect, test } from 'vitest'
import { readUserAgent } from '#lib/device/read-user-agent.ts'

const AGENTS: readonly (readonly [string, string, Partial<ReturnType<typeof readUserAgent>>])[] = [
  [
    'Safari on an iPhone',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
    { os: 'iOS 17.5', browser: 'Mobile Safari 17', device: 'Apple iPhone', isBot: false },
  ],
  [
    'Chrome on an Android phone',
    'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36',
    { os: 'Android 14', browser: 'Chrome 126', device: 'Google Pixel 8', isBot: false },
  ],
  [
    'Samsung Internet',
    'Mozilla/5.0 (Linux; Android 13; SAMSUNG SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36',
    { os: 'Android 13', browser: 'Samsung Internet 25', device: 'Samsung SM-S918B', isBot: false },
  ],
  [
    'Firefox on Linux',
    'Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0',
    { os: 'Linux', browser: 'Firefox 130', device: undefined, isBot: false },
  ],
  [
    'Edge on Windows',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0',
    { os: 'Windows 10', browser: 'Edge 126', isBot: false },
  ],
  [
    'Safari on a Mac',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15',
    { os: 'Mac OS 10.15.7', browser: 'Safari 17', isBot: false },
  ],
  [
    'Googlebot',
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    { os: undefined, isBot: true },
  ],
  [
    "NAVER's app",
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 NAVER(inapp; search; 2000; 12.9.1; 15PRO)',
    { os: 'iOS 17.5', browser: 'NAVER 12', device: 'Apple iPhone', isBot: false },
  ],
  [
    'an Archos tablet',
    'Mozilla/5.0 (Linux; U; Android 4.0.4; en-us; ARCHOS 80G9 Build/IMM76D) AppleWebKit/534.30 (KHTML, like Gecko) Version/4.0 Safari/534.30',
    { os: 'Android 4.0.4', device: 'Archos 80G9', isBot: false },
  ],
  ['curl', 'curl/8.5.0', { os: undefined, isBot: true }],
  [
    'Googlebot that claims to be a phone',
    'Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    { os: 'Android 6.0.1', isBot: true },
  ],
  ['OwnTracks on Android', 'Owntracks-Android/gms/420505002', { os: 'Android', isBot: false }],
  ['OwnTracks on iOS', 'OwnTracks/18.4.4 CFNetwork/1494.0.7 Darwin/23.4.0', { os: 'iOS', isBot: false }],
  ['Overland on iOS', 'Overland/1.7 CFNetwork/1494.0.7 Darwin/23.4.0', { os: 'iOS', isBot: false }],
]

describe('readUserAgent() reads', () => {
  test.each(AGENTS)('%s', (_, header, told) => {
    expect(readUserAgent(header)).toMatchObject(told)
  })
})

test.each(['', ' ', '\u0000', '💣', '(((((((((((', 'Mozilla/5.0', 'a'.repeat(100_000)])(
  '%.20s gives no data of a device and does no harm',
  (header) => {
    expect(readUserAgent(header)).toMatchObject({ os: undefined, device: undefined })
  },
)

// The patterns of the library find neither, after up to two seconds. So the result shows that our patterns ran first.
test.each([
  [`${'archos '.repeat(20)}${'1'.repeat(360)}`, { device: 'Archos' }],
  [`${'naver('.repeat(10)}${'1.'.repeat(220)}`, { browser: 'naver 1' }],
])('our simpler patterns read hostile text: %.20s', (header, told) => {
  expect(readUserAgent(header)).toMatchObject(told)
})

test('returns the same for a repeated header', () => {
  for (const [, header] of AGENTS) expect(readUserAgent(header)).toEqual(readUserAgent(header))
})
