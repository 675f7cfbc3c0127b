import { expect, test } from 'vitest'
import { aPushMessage } from '#lib/pusher/pusher-contract.ts'
import { composePayload } from '#lib/pusher/webpush/compose-payload.ts'
import { PLAIN_BYTES_MAX } from '#lib/pusher/webpush/encrypt-message.ts'

function shown(payload: Buffer | undefined) {
  return JSON.parse(payload?.toString() ?? '{}').notification
}

test.each([
  ['a long body', { body: 'x'.repeat(10_000) }],
  ['a long body of emojis', { body: '😀'.repeat(3_000) }],
  ['a body that JSON makes longer', { body: '"\u0001'.repeat(3_000) }],
  ['a long title', { title: 'é'.repeat(9_000) }],
  ['a letter with thousands of accents', { body: `e${'\u0301'.repeat(5_000)}` }],
  [
    'both, and the maximum of data',
    { title: 'x'.repeat(5_000), body: 'y'.repeat(5_000), data: { f: 'z'.repeat(1_010) } },
  ],
])('the payload of %s fits, with whole links and ids', (_, given) => {
  const message = aPushMessage({ ...given, picture: 'https://push.example/card.jpg' })
  const payload = composePayload(message, PLAIN_BYTES_MAX)
  expect(payload?.length).toBeLessThanOrEqual(PLAIN_BYTES_MAX)
  expect(shown(payload)).toMatchObject({
    navigate: message.webUrl,
    tag: message.collapseId,
    data: message.data,
    image: message.picture,
  })
  expect(shown(payload).title).not.toBe('')
  expect(shown(payload).body).not.toBe('')
  expect(payload?.toString()).not.toMatch(/\\ud[89a-f]/iu)
})

test('a short message is sent as it is', () => {
  const message = aPushMessage({ title: 'Ein Rad', body: 'Nah', language: 'de' })
  expect(shown(composePayload(message, PLAIN_BYTES_MAX))).toMatchObject({
    title: 'Ein Rad',
    body: 'Nah',
    lang: 'de',
  })
})

test('a picture and buttons that do not fit are left out; a link that does not fit has no payload', () => {
  const long = `https://push.example/${'x'.repeat(2_000)}`
  const actions = [{ id: 'open', title: 'Open', url: long }]
  const without = shown(composePayload(aPushMessage({ picture: long, actions }), PLAIN_BYTES_MAX))
  expect(without).not.toHaveProperty('image')
  expect(without).not.toHaveProperty('actions')
  expect(composePayload(aPushMessage({ webUrl: `${long}${long}` }), PLAIN_BYTES_MAX)).toBeUndefined()
})
