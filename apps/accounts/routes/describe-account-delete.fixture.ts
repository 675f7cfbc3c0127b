import { beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { firstIdAt } from '#lib/ids/first-id-at.ts'
import { problemSchema } from '#lib/http/wire-schemas.ts'
import { TRIES_MAX } from '../people/lock-out.ts'
import type { OpenPeopleWorld, PeopleWorld } from '../people/open-people-world.fixture.ts'
import { askToken, MILA, signIn, signUp, statusOfSignIn, tokenIn } from '../people/people-steps.fixture.ts'

const OTHER = { email: 'otto@example.org', password: 'a password of his own' }

/** Tests of `DELETE /accounts/people/…` on a store. */
export function describeAccountDelete(name: string, openWorld: OpenPeopleWorld): void {
  describe(`deleting accounts on ${name}`, () => {
    let world: PeopleWorld

    beforeEach(async () => {
      world = await openWorld()
      await signUp(world)
    })

    /** Signs in; gives the session, and headers with a token for accounts. */
    async function arrive(person = MILA as { email: string; password: string }) {
      const session = { 'x-session-token': await signIn(world, person) }
      const token = await tokenIn(await askToken(world, session))
      return { session, bearer: { authorization: `Bearer ${token}` } }
    }

    const leave = (headers: Record<string, string>, json: object = { password: MILA.password }) =>
      world.call('DELETE /accounts/people/me', { headers, json })

    describe('DELETE /accounts/people/me', () => {
      test('200: the account is deleted with its sessions and devices; unavailable stations are named', async () => {
        const { session, bearer } = await arrive()
        const device = { device_id: 'milas-phone' }
        await world.call('POST /accounts/devices', { headers: bearer, json: device })
        const answer = await leave(bearer)
        const body = z
          .object({
            erased_at: z.iso.datetime(),
            copies_until: z.iso.datetime(),
            pending: z.array(z.string()),
          })
          .parse(await answer.json())
        expect(answer.status).toBe(200)
        expect(body.pending.toSorted()).toEqual(['images', 'matching', 'notifications', 'storage'])
        expect(Date.parse(body.copies_until)).toBeGreaterThan(Date.parse(body.erased_at))
        expect((await askToken(world, session)).status).toBe(401)
        expect(await statusOfSignIn(world, MILA)).toBe(401)
        expect(await world.devices.find('milas-phone')).toBeUndefined()
        expect(await world.devices.revokedKeys(0, 9)).toHaveLength(1)
      })

      test('what operators changed in the data of the person leaves the audit log; that they did stays', async () => {
        const { bearer } = await arrive()
        await world.call('POST /accounts/devices', { headers: bearer, json: { device_id: 'milas-phone' } })
        const mila = (await world.devices.find('milas-phone'))?.person ?? ''
        for (const [afterMs, owner] of ['otto', mila].entries()) {
          const id = firstIdAt(Date.now() + afterMs)
          const facts = { person: 'admin', role: 'admin', station: 'storage', method: 'PUT' } as const
          await world.audit.begin({ id, ...facts, route: '/', params: {}, requestId: 'r' })
          await world.audit.finish(id, 200, { owner, before: { title: 'Bike' }, after: {} })
        }
        expect((await leave(bearer)).status).toBe(200)
        const acts = await world.audit.list({ station: 'storage', limit: 9 })
        expect(acts.map(({ status, change }) => [status, change?.owner])).toEqual([
          [200, undefined],
          [200, 'otto'],
        ])
      })

      test('a token from before the deletion is invalid, also for the registration of a device', async () => {
        const { bearer } = await arrive()
        await leave(bearer)
        const again = await world.call('POST /accounts/devices', {
          headers: bearer,
          json: { device_id: 'd' },
        })
        expect(again.status).toBe(401)
        expect(await again.json()).toMatchObject({ detail: 'This account was deleted' })
        expect(await world.devices.find('d')).toBeUndefined()
        expect((await leave(bearer)).status).toBe(401)
      })

      test('a last mail says when the last copy expires, in the language of the person', async () => {
        const { bearer } = await arrive()
        const answer = await leave({ ...bearer, 'accept-language': 'de' })
        const { copies_until: until } = z.object({ copies_until: z.string() }).parse(await answer.json())
        await expect.poll(async () => (await world.mails()).at(-1)?.subject).toBe('Dein Konto ist gelöscht')
        expect((await world.mails()).at(-1)?.text).toContain(until.slice(0, 10))
      })

      test('a new sign-up with the address is a new person', async () => {
        const before = await arrive()
        await leave(before.bearer)
        const links = (await world.mails()).length
        expect((await world.call('POST /accounts/auth/sign-up/email', { json: MILA })).status).toBe(200)
        await expect.poll(async () => (await world.mails()).length).toBeGreaterThan(links)
        expect((await askToken(world, before.session)).status).toBe(401)
      })

      test('403 for a wrong or missing password, and nothing is deleted; 429 for too many tries', async () => {
        const { bearer } = await arrive()
        for (const json of [{ password: 'x' }, {}, { password: OTHER.password }]) {
          const answer = await leave(bearer, json)
          const problem = problemSchema.parse(await answer.json())
          expect([answer.status, problem]).toMatchObject([403, { field: 'password' }])
        }
        for (let tries = 3; tries < TRIES_MAX; tries += 1) await leave(bearer, {})
        expect((await leave(bearer)).status).toBe(429)
        expect((await askToken(world, { 'x-session-token': 'none' })).status).toBe(401)
        expect((await world.call('GET /accounts/devices', { headers: bearer })).status).toBe(200)
      })

      test('400 for an invalid body, 401 without a token, 404 for an admin without an account', async () => {
        const { bearer } = await arrive()
        expect((await leave(bearer, { password: 1 })).status).toBe(400)
        expect((await leave(bearer, { password: 'x'.repeat(1_000) })).status).toBe(400)
        expect((await leave({})).status).toBe(401)
        expect((await leave(world.adminHeaders)).status).toBe(404)
      })

      test('does not change other accounts', async () => {
        await signUp(world, OTHER)
        const otto = await arrive(OTHER)
        const mila = await arrive()
        await leave(mila.bearer)
        expect((await askToken(world, otto.session)).status).toBe(200)
        expect(await statusOfSignIn(world, OTHER)).toBe(200)
      })
    })

    describe('DELETE /accounts/people/{person}', () => {
      test('200: an admin deletes the account of another person', async () => {
        const { session } = await arrive()
        const { user } = z
          .object({ user: z.object({ id: z.string() }) })
          .parse(await (await world.call('GET /accounts/auth/get-session', { headers: session })).json())
        const answer = await world.call(`DELETE /accounts/people/${user.id}`, { headers: world.adminHeaders })
        expect(answer.status).toBe(200)
        expect((await askToken(world, session)).status).toBe(401)
      })

      test('403 for people, also with their own id; 400 for an invalid id', async () => {
        const { bearer } = await arrive()
        expect((await world.call('DELETE /accounts/people/somebody', { headers: bearer })).status).toBe(403)
        const answer = await world.call('DELETE /accounts/people/a%20b', { headers: world.adminHeaders })
        expect(await answer.json()).toMatchObject({ status: 400, field: 'person' })
      })
    })
  })
}
