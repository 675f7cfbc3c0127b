import { expect, test } from 'vitest'
import { splitCookies } from './split-cookies.ts'

test('our cookies are parted from others', () => {
  expect(splitCookies('a=1; push.session_token=x.y%3D; push.dont_remember=z;b=2', 'push')).toEqual({
    session: { token: 'x.y%3D', header: 'push.session_token=x.y%3D; push.dont_remember=z' },
    others: 'a=1; b=2',
  })
})

test('of several session tokens the first counts', () => {
  expect(splitCookies('push.session_token=x; push.session_token=y', 'push')).toEqual({
    session: { token: 'x', header: 'push.session_token=x' },
    others: '',
  })
})

test.each([
  '',
  ';',
  'a=1',
  'push.session_token=',
  'push.dont_remember=z',
  'xpush.session_token=x',
  'push.session_token',
])('"%s" shows no session', (header) => {
  expect(splitCookies(header, 'push').session).toBeUndefined()
})

test('a cookie that another host could have set is not ours where ours are bound to this one', () => {
  expect(splitCookies('push.session_token=x; __Host-push.session_token=y', '__Host-push')).toEqual({
    session: { token: 'y', header: '__Host-push.session_token=y' },
    others: 'push.session_token=x',
  })
})
