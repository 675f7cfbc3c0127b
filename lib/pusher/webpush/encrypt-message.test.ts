import { createECDH } from 'node:crypto'
import { decrypt } from 'http_ece'
import { expect, test } from 'vitest'
import { encryptMessage, PLAIN_BYTES_MAX } from '#lib/pusher/webpush/encrypt-message.ts'

// RFC 8291, appendix A.
const EXAMPLE = {
  text: 'When I grow up, I want to be a watermelon',
  p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  salt: 'DGv6ra1nlYgDCS1FRnbzlw',
  privateKey: 'yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw',
  body: 'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
}

function bytes(text: string): Buffer {
  return Buffer.from(text, 'base64url')
}

/** A browser: its keys, and how it reads a body. */
function aBrowser() {
  const privateKey = createECDH('prime256v1')
  privateKey.generateKeys()
  const auth = Buffer.from(crypto.getRandomValues(new Uint8Array(16)))
  return {
    keys: { p256dh: privateKey.getPublicKey(), auth },
    read: (body: Uint8Array) =>
      decrypt(body, { version: 'aes128gcm', privateKey, authSecret: auth.toString('base64url') }),
  }
}

test('encryptMessage() makes the body of the example in RFC 8291', () => {
  const keys = { p256dh: bytes(EXAMPLE.p256dh), auth: bytes(EXAMPLE.auth) }
  const random = { salt: bytes(EXAMPLE.salt), privateKey: bytes(EXAMPLE.privateKey) }
  const body = encryptMessage(Buffer.from(EXAMPLE.text), keys, random)
  expect(body.toString('base64url')).toBe(EXAMPLE.body)
})

test.each([0, 1, 100, PLAIN_BYTES_MAX])('an independent decrypter reads a text of %i bytes', (length) => {
  const browser = aBrowser()
  const text = Buffer.alloc(length, 'ü')
  expect(browser.read(encryptMessage(text, browser.keys))).toEqual(text)
})

test('the longest text makes a body of 4,096 bytes, and two bodies of one text share nothing', () => {
  const { keys } = aBrowser()
  const text = Buffer.alloc(PLAIN_BYTES_MAX)
  const [first, second] = [encryptMessage(text, keys), encryptMessage(text, keys)]
  expect(first).toHaveLength(4_096)
  expect(first.subarray(0, 16)).not.toEqual(second.subarray(0, 16))
  expect(first.subarray(21, 86)).not.toEqual(second.subarray(21, 86))
})

test('a key that is not on the curve throws', () => {
  expect(() =>
    encryptMessage(Buffer.alloc(1), { p256dh: Buffer.alloc(65, 4), auth: Buffer.alloc(16) }),
  ).toThrow()
})
