import { aPosition, changeTo } from '#lib/builders/a-position.ts'
import { z } from 'zod'
import { aDelivery } from '#lib/builders/a-delivery.ts'
import { aMapping } from '#lib/builders/a-mapping.ts'
import { aMatch } from '#lib/builders/a-match.ts'
import { aNoticeEvent } from '#lib/builders/a-notice.ts'
import { beginMatch } from '#lib/builders/begin-match.ts'
import { anOffer, aSearch } from '#lib/builders/a-subject.ts'
import { newId } from '#lib/ids/new-id.ts'
import { DEFAULT_PREFERENCES } from '#lib/store/preferences.ts'
import type { StationName } from '#lib/station/station-names.ts'
import { SESSION_HEADER } from '../../apps/accounts/people/session-headers.ts'
import { linksTo } from '../../apps/accounts/people/people-steps.fixture.ts'
import { aPicture } from '../../apps/images/a-picture.fixture.ts'
import { until } from '../builders/until.ts'
import { authorizationOf } from './authorization-of.ts'
import type { OpenedApps } from './open-apps.ts'

/** A person with an account. */
export interface Account {
  readonly person: string
  readonly email: string
  readonly password: string
  /** The session token of the person's app. */
  readonly session: string
}

/** A person with one thing of every kind. */
export interface Resident extends Account {
  readonly device: string
  readonly subscription: string
  /** One active subject of each kind; everybody may see it. */
  readonly open: Readonly<Record<'offers' | 'searches', string>>
  /** One inactive subject of each kind. */
  readonly hidden: Readonly<Record<'offers' | 'searches', string>>
  readonly picture: string
  readonly pictureBytes: Uint8Array
  /** The person whom this one blocked. */
  readonly blocked: string
  /** A match of the open search; it is also the id of its channel. */
  readonly match: string
  /** A message of this person in this channel. */
  readonly message: string
  readonly delivery: string
  /** A note of the operator in the inbox. */
  readonly note: string
  /** Texts that other people must never read. */
  readonly secrets: readonly string[]
}

/** A call of a resident. */
export interface Call {
  readonly path: string
  readonly json?: Readonly<Record<string, unknown>>
  readonly body?: Uint8Array
  readonly headers?: Readonly<Record<string, string>>
}

/** People on all stations. */
export interface Town {
  /** Signs up a new person. */
  signUp(): Promise<Account>
  /** Creates things of every kind for a person. */
  furnish(account: Account): Promise<Resident>
  /** All stored data of a person, except the password. */
  thingsOf(resident: Resident): Promise<unknown>
  /** Calls a station over HTTP as a person, with the person's token and session. */
  call(station: StationName, method: string, call: Call & { readonly as: Account }): Promise<Response>
}

const LIST_MAX = 100
const KINDS = { offers: anOffer, searches: aSearch } as const
const answerSchema = z.object({ id: z.string() })

/** Opens a town on open apps. */
export function openTown({ keys, stores, accounts, urlOf, mails }: OpenedApps): Town {
  let count = 0
  let pictures = 0

  async function signUp(): Promise<Account> {
    count += 1
    const [email, password] = [`${newId()}@example.org`, `the password of ${newId()}`]
    // Each person has an address of their own, because sign-ups per address are limited.
    const headers = { 'x-forwarded-for': `198.51.100.${count}`, 'content-type': 'application/json' }
    const post = (path: string) =>
      fetch(`${urlOf('accounts')}/accounts/auth/${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ email, password }),
      })
    await post('sign-up/email')
    const world = { mails }
    await until('the mail is there', async () => (await linksTo(world, email)).length === 1)
    const { pathname, search } = new URL((await linksTo(world, email))[0] ?? '')
    await fetch(urlOf('accounts') + pathname + search, { headers, redirect: 'manual' })
    const { token, user } = z
      .object({ token: z.string(), user: answerSchema })
      .parse(await (await post('sign-in/email')).json())
    return { person: user.id, session: token, email, password }
  }

  async function keepSubjects(owner: string, active: boolean, title: string): Promise<Resident['open']> {
    const made = await Promise.all(
      Object.entries(KINDS).map(async ([kind, make]) => {
        const subject = make({ owner, active, title })
        await stores.subjects.create(subject, [])
        return [kind, subject.id]
      }),
    )
    return Object.fromEntries(made) as Resident['open']
  }

  /** A match of a search with the offer of somebody who allows contacts, and a channel in which a text was written. */
  async function keepChannel(owner: string, search: string, text: string) {
    const other = `other-${newId()}`
    const offer = anOffer({ owner: other, allowContacts: true })
    await stores.subjects.create(offer, [])
    const match = aMatch({ search, offer: offer.id, owners: { search: owner, offer: other } })
    await beginMatch(stores.matches, match, aNoticeEvent())
    const [pair, now] = [{ search, offer: offer.id }, Date.now()]
    const wish = { match: match.id, pair, people: [owner, other] as const, by: owner }
    await stores.channels.open({ ...wish, atMs: now, checkAtMs: now })
    const message = { channel: match.id, id: newId(), from: owner, at: now, text }
    await stores.channels.say(message, [], { beforeAnswerMax: 1 })
    return { match: match.id, message: message.id, other }
  }

  async function call(
    station: StationName,
    method: string,
    { path, json, body, headers, as }: Call & { readonly as: Account },
  ): Promise<Response> {
    const { person, session } = as
    return fetch(urlOf(station) + path, {
      method,
      redirect: 'manual',
      headers: {
        authorization: await authorizationOf('person', { keys, audience: station, person }),
        [SESSION_HEADER]: session,
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
      ...(body !== undefined && { body: new Uint8Array(body) }),
    })
  }

  return {
    call,
    signUp,
    async furnish(account) {
      const { person, email, password, session } = account
      const title = `hidden-${newId()}`
      const device = `phone-${newId()}`
      const subscription = `subscription-${newId()}`
      const blocked = `blocked-${newId()}`
      const delivery = aDelivery({ person, device })
      await stores.devices.register({ id: device, person, created: 1, keyId: newId() })
      await stores.mappings.register(aMapping({ device, person, subscription }))
      await stores.deliveries.add([delivery])
      const note = newId()
      const told = `told-${newId()}`
      const content = { kind: 'note', title: 'Note', text: told } as const
      await stores.inbox.apply([
        { does: 'add', item: { id: note, person, kind: 'note', about: note, content, at: Date.now() } },
      ])
      await stores.preferences.replace(person, { ...DEFAULT_PREFERENCES, maxPerHour: 7 }, 0)
      await stores.blocks.add({ id: newId(), by: person, person: blocked, since: 1 }, LIST_MAX)
      await stores.positions.write([changeTo(aPosition({ device, person, timeMs: 1 }))])
      const wanted = { owner: person, run: 'run-1', by: person, nowMs: 1, leaseMs: 1 }
      const { bulk } = await stores.bulks.begin(wanted)
      await stores.bulks.leave(bulk, { isDone: true, dueAt: 0, events: [] })
      const pictureBytes = await aPicture({ width: 40 + (pictures += 1) })
      const open = await keepSubjects(person, true, 'Bike')
      const written = `written-${newId()}`
      const { other, ...chat } = await keepChannel(person, open['searches'], written)
      const brought = await call('images', 'POST', { path: '/assets', body: pictureBytes, as: account })
      return {
        ...account,
        device,
        subscription,
        open,
        ...chat,
        hidden: await keepSubjects(person, false, title),
        picture: answerSchema.parse(await brought.json()).id,
        pictureBytes,
        blocked,
        delivery: delivery.id,
        note,
        secrets: [
          email,
          password,
          session,
          device,
          subscription,
          blocked,
          delivery.id,
          title,
          written,
          told,
          note,
          other,
        ],
      }
    },
    async thingsOf({ person, device, open, hidden, match }) {
      const { devices, subjects, mappings, deliveries, assets, blocks, channels, positions, erasures } =
        stores
      const ids = [...Object.values(open), ...Object.values(hidden)]
      return {
        account: await accounts.find(person),
        sessions: await accounts.sessionsOf(person),
        erased: await erasures.find(person),
        device: await devices.find(device),
        devices: await devices.ofPerson(person),
        bulk: await stores.bulks.find(person),
        subjects: await Promise.all(ids.map((id) => subjects.find(id))),
        owned: (await subjects.list({ owner: person, limit: LIST_MAX })).items.length,
        mapping: await mappings.find(device),
        mappings: await mappings.ofPeople([person]),
        deliveries: await deliveries.list({ person, limit: LIST_MAX }),
        inbox: await stores.inbox.list({ person, limit: LIST_MAX }),
        preferences: await stores.preferences.find(person),
        assets: await assets.ofOwner(person, LIST_MAX),
        blocks: await blocks.ofPerson(person),
        channels: await channels.ofPerson(person, LIST_MAX),
        messages: await channels.messages(match, LIST_MAX),
        positions: await positions.ofPerson(person),
      }
    },
  }
}
