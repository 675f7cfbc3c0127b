import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { LINK_DAYS, openMailLinks, type MailLinkClaims } from '#lib/auth/mail-links.ts'
import { readKeyFile } from '#lib/auth/read-key-file.ts'
import { removeKey } from '#lib/auth/remove-key.ts'
import { rotateKeys } from '#lib/auth/rotate-keys.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

const NOW = 1_790_000_000_000
const DAY_MS = 86_400_000
const MUTE: MailLinkClaims = { act: 'mute', person: 'p-1', subject: { kind: 'search', id: 's-1' } }

const keysPath = () => join(temporaryFolder(), 'keys.json')
const linksAt = async (path: string) => openMailLinks(await openKeyRing(path))

const claims: fc.Arbitrary<MailLinkClaims> = fc.oneof(
  fc.record({ act: fc.constant('no-mail' as const), person: fc.string() }),
  fc.record({
    act: fc.constantFrom('mute' as const, 'delete' as const),
    person: fc.string(),
    subject: fc.record({ kind: fc.constantFrom('search' as const, 'offer' as const), id: fc.string() }),
  }),
)

describe('openMailLinks()', () => {
  test('open() gives what seal() was given, in each process with the same keys', async () => {
    const path = keysPath()
    const [links, others] = [await linksAt(path), await linksAt(path)]
    await fc.assert(
      fc.asyncProperty(claims, async (given) => {
        const token = await links.seal(given, NOW)
        fc.pre(token.length <= 1_024)
        expect(await others.open(token, NOW)).toEqual(given)
      }),
    )
  })

  test('a token is the same for the same claims on one day, and fits in an address', async () => {
    const links = await linksAt(keysPath())
    const token = await links.seal(MUTE, NOW)
    expect(await links.seal(MUTE, NOW + 1)).toBe(token)
    expect(token).toMatch(/^[\w-]+$/u)
    expect(await links.seal({ ...MUTE, act: 'delete' }, NOW)).not.toBe(token)
  })

  test('a token does not tell the person or the subject', async () => {
    const token = await (await linksAt(keysPath())).seal(MUTE, NOW)
    const bytes = Buffer.from(token, 'base64url').toString('latin1')
    for (const told of ['p-1', 's-1', 'mute', 'search']) expect(bytes).not.toContain(told)
  })

  test('no token with one changed, missing or added character is valid', async () => {
    const links = await linksAt(keysPath())
    const token = await links.seal(MUTE, NOW)
    const altered = token
      .split('')
      .flatMap((character, at) => [
        token.slice(0, at) + (character === 'A' ? 'B' : 'A') + token.slice(at + 1),
        token.slice(0, at) + token.slice(at + 1),
        `${token.slice(0, at)}A${token.slice(at)}`,
      ])
    for (const other of altered.filter((each) => each !== token))
      expect([other, await links.open(other, NOW)]).toEqual([other, undefined])
  })

  test.each(['', 'x', '../..', 'a'.repeat(2_000), 'ä'])('%j is no token', async (token) => {
    expect(await (await linksAt(keysPath())).open(token, NOW)).toBeUndefined()
  })

  test('a token of another platform is not valid', async () => {
    const token = await (await linksAt(keysPath())).seal(MUTE, NOW)
    expect(await (await linksAt(keysPath())).open(token, NOW)).toBeUndefined()
  })

  test('a token is valid for half a year', async () => {
    const links = await linksAt(keysPath())
    const token = await links.seal(MUTE, NOW)
    expect(await links.open(token, NOW + LINK_DAYS * DAY_MS - 1)).toEqual(MUTE)
    expect(await links.open(token, NOW + (LINK_DAYS + 1) * DAY_MS)).toBeUndefined()
  })

  test('a token survives rotations, and ends when the first key is removed', async () => {
    const path = keysPath()
    const token = await (await linksAt(path)).seal(MUTE, NOW)
    await rotateKeys(path)
    await rotateKeys(path)
    expect(await (await linksAt(path)).open(token, NOW)).toEqual(MUTE)
    await removeKey(path, (await readKeyFile(path))?.accounts[0]?.kid ?? '')
    expect(await (await linksAt(path)).open(token, NOW)).toBeUndefined()
  })
})
