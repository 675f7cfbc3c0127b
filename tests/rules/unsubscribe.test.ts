import { afterAll, describe, expect, test } from 'vitest'
import { openMailLinks, type MailLinkClaims } from '#lib/auth/mail-links.ts'
import { anOffer, aSearch } from '#lib/builders/a-subject.ts'
import { newId } from '#lib/ids/new-id.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { PUBLIC_URL } from '../../apps/accounts/people/open-people-world.fixture.ts'
import { openApps } from './open-apps.ts'

const opened = await openApps(temporaryFolder())
const { apps, keys, stores } = opened
afterAll(() => opened.close())

const links = openMailLinks(keys)
const tokenOf = (claims: MailLinkClaims) => links.seal(claims, Date.now())

/** What the one click of a mail program sends (RFC 8058). */
const ONE_CLICK: RequestInit = {
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: 'List-Unsubscribe=One-Click',
}
/** What a browser sends when the button of the page is pressed. */
const BUTTON: RequestInit = {
  headers: { accept: 'text/html', origin: PUBLIC_URL, 'content-type': 'application/x-www-form-urlencoded' },
  body: '',
}

async function call(
  method: 'GET' | 'HEAD' | 'POST',
  token: string,
  init: RequestInit = {},
): Promise<Response> {
  const request = new Request(`http://station/unsubscribe/${token}`, { method, ...init })
  const response = await apps.get('notifications')?.fetch(request, {})
  if (response === undefined) throw new Error('there is no such station')
  return response
}

const preferencesOf = async (person: string) => (await stores.preferences.find(person)).preferences

describe('a link that ends all mails', () => {
  test('does it with one click, without a session, and as often as it is used', async () => {
    const person = newId()
    const token = await tokenOf({ act: 'no-mail', person })
    for (let times = 0; times < 2; times += 1) {
      expect((await call('POST', token, ONE_CLICK)).status).toBe(200)
      expect((await preferencesOf(person)).mail).toBe('never')
    }
  })

  test('shows a page with one button, and changes nothing when a program opens it', async () => {
    const person = newId()
    const token = await tokenOf({ act: 'no-mail', person })
    for (const method of ['GET', 'HEAD'] as const)
      expect((await call(method, token, { headers: { accept: 'text/html' } })).status).toBe(200)
    expect((await preferencesOf(person)).mail).toBeUndefined()
    const html = await (await call('GET', token)).text()
    expect(html.match(/<form method="post">/gu)).toHaveLength(1)
    expect(html).not.toContain(person)
  })

  test('says that it is done after the button was pressed', async () => {
    const answer = await call('POST', await tokenOf({ act: 'no-mail', person: newId() }), BUTTON)
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('id="done"')
    // No page learns the token.
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
  })
})

test('a link that mutes a search keeps the other preferences', async () => {
  const person = newId()
  await stores.preferences.replace(person, { ...(await preferencesOf(person)), maxPerHour: 7 }, 0)
  const subject = { kind: 'search', id: newId() } as const
  const token = await tokenOf({ act: 'mute', person, subject })
  await Promise.all([call('POST', token, BUTTON), call('POST', token, BUTTON)])
  const { maxPerHour, mutes } = await preferencesOf(person)
  expect(maxPerHour).toBe(7)
  expect(mutes.subjects).toEqual([{ id: subject.id }])
})

test('many links can mute; the oldest mute leaves when there are too many', async () => {
  const person = newId()
  const ids = Array.from({ length: 201 }, () => newId())
  for (const id of ids)
    await call('POST', await tokenOf({ act: 'mute', person, subject: { kind: 'offer', id } }), ONE_CLICK)
  expect((await preferencesOf(person)).mutes.subjects.map(({ id }) => id)).toEqual(ids.slice(1))
})

describe('a link that deletes', () => {
  test.each([
    ['search', aSearch()],
    ['offer', anOffer()],
  ] as const)('a %s does it once, and then has nothing more to do', async (kind, subject) => {
    await stores.subjects.create(subject, [])
    const token = await tokenOf({ act: 'delete', person: subject.owner, subject: { kind, id: subject.id } })
    expect((await call('POST', token, BUTTON)).status).toBe(200)
    expect(await stores.subjects.find(subject.id)).toBeUndefined()
    expect((await call('POST', token, BUTTON)).status).toBe(200)
  })

  test('deletes nothing of another person', async () => {
    const subject = aSearch()
    await stores.subjects.create(subject, [])
    const token = await tokenOf({
      act: 'delete',
      person: newId(),
      subject: { kind: 'search', id: subject.id },
    })
    await call('POST', token, ONE_CLICK)
    expect(await stores.subjects.find(subject.id)).toBeDefined()
  })
})

describe('a token that is not ours', () => {
  test.each(['x', 'A'.repeat(200), '%2e%2e', 'A'.repeat(3_000)])('"%.20s" does nothing', async (token) => {
    expect((await call('GET', token, { headers: { accept: 'text/html' } })).status).toBe(404)
    expect((await call('POST', token, BUTTON)).status).toBe(404)
    const answer = await call('POST', token, ONE_CLICK)
    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({ code: 'not_found' })
  })

  test('a large body is refused', async () => {
    const token = await tokenOf({ act: 'no-mail', person: newId() })
    expect((await call('POST', token, { body: 'x'.repeat(5_000) })).status).toBe(400)
  })
})
