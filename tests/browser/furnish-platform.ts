import { dirname, join } from 'node:path'
import { request } from 'playwright-core'
import { z } from 'zod'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { openMailLinks } from '#lib/auth/mail-links.ts'
import { aPatchwork } from '../../apps/images/a-patchwork.fixture.ts'
import { aWalker } from '../builders/a-walker.ts'
import { until } from '../builders/until.ts'
import type { VisitedPlatform } from './open-platform.ts'
import { signIn, signUp, type Credentials } from './sign-up.ts'

/** A German word of 42 letters, as no line of a phone holds it. */
export const LONG_WORD = 'Donaudampfschifffahrtsgesellschaftskapitän'
/** The name of a device, as long as names may be. */
const LONG_NAME = 'w'.repeat(64)
/** An emoji of four code points that is one grapheme. */
export const EMOJI_TITLE = '👩‍👩‍👧 Fahrrad 🚲'

/** A person with a long mail address. */
export const MILA: Credentials = {
  email: 'wilhelmina.donaudampfschifffahrtsgesellschaft@example.org',
  password: 'correct horse battery',
}

/** What was put into a platform. */
export interface Furnished {
  /** Ids that pages show. */
  readonly search: string
  readonly offer: string
  readonly run: string
  readonly report: string
  /** A picture of anna, which looks like one of ben. */
  readonly picture: string
  /** A delivery of the match to anna, and one of a test to Mila. */
  readonly delivery: string
  readonly ownDelivery: string
  /** The token of a link that mutes the search. */
  readonly unsubscribeToken: string
}

const ALEXANDERPLATZ = { lat: 52.5219, lng: 13.4132 }

const created = z.object({ id: z.string() })
const tested = z.object({ delivery: z.string() })
const deliveries = z.object({
  items: z.array(z.object({ id: z.string(), kind: z.string(), state: z.string() })),
})
const started = z.object({ run: z.string() })
const runs = z.object({ items: z.array(z.object({ id: z.string(), state: z.string() })) })

/** Puts something of every kind into a platform: offers, a match, events, a change by the admin, a person and a mail. */
export async function furnishPlatform(visited: VisitedPlatform): Promise<Furnished> {
  const run = await runImporter(visited)
  const ownDelivery = await furnishMila(visited)
  const anna = await aWalker(visited.platform(), { person: 'anna', device: 'annas-phone', locale: 'de' })
  await anna.call('notifications', '/register', {
    method: 'POST',
    body: JSON.stringify(aLogRegistration('annas-phone')),
  })
  const ben = await aWalker(visited.platform(), { person: 'ben', device: 'bens-phone', locale: 'en' })
  const draft = { region: { circle: { radiusMeters: 400 } }, mobile: true, showLocation: true }
  const write = async (who: typeof anna, kind: 'searches' | 'offers', more: object) => {
    const body = JSON.stringify({ ...draft, device: who.device, ...more })
    const answer = await who.call('storage', `/store/${kind}`, { method: 'POST', body })
    return created.parse(await answer.json()).id
  }
  const bring = async (who: typeof anna, body: Buffer) => {
    const headers = { 'content-type': 'image/jpeg' }
    const answer = await who.call('images', '/assets', {
      method: 'POST',
      body: new Uint8Array(body),
      headers,
    })
    return created.parse(await answer.json()).id
  }
  const picture = await bring(anna, await aPatchwork(100, 90))
  await bring(ben, await aPatchwork(100, 60))
  const search = await write(anna, 'searches', {
    title: `${LONG_WORD} ${LONG_WORD}`,
    keywords: ['Fahrrad', LONG_WORD],
    text: `${LONG_WORD}\n${LONG_WORD}`,
    place: LONG_WORD,
    images: [picture],
    imageTexts: { [picture]: LONG_WORD },
  })
  const offer = await write(ben, 'offers', { title: EMOJI_TITLE, keywords: ['Fahrrad', LONG_WORD] })
  await anna.isAt(ALEXANDERPLATZ)
  await ben.isAt(ALEXANDERPLATZ)
  await until('the match is found', async () => {
    const answer = await anna.call('storage', `/store/searches/${search}/matches`)
    return z.object({ items: z.array(z.unknown()) }).parse(await answer.json()).items.length > 0
  })
  const about = { type: 'subject', id: offer }
  const told = await anna.call('storage', '/store/reports', {
    method: 'POST',
    body: JSON.stringify({ about, reason: 'scam', text: LONG_WORD }),
  })
  return {
    search,
    offer,
    run,
    report: created.parse(await told.json()).id,
    picture,
    delivery: await ringOf(visited, 'anna'),
    ownDelivery,
    unsubscribeToken: await unsubscribeTokenFor(visited, search),
  }
}

/** Waits until a match has rung at a person; gives the delivery. */
async function ringOf({ callAsAdmin }: VisitedPlatform, person: string): Promise<string> {
  let delivery = ''
  await until(`a match rings at ${person}`, async () => {
    const answer = await callAsAdmin(`/deliveries?user=${person}`)
    const { items } = deliveries.parse(await answer.json())
    delivery = items.find(({ kind, state }) => kind === 'match' && state === 'sent')?.id ?? ''
    return delivery !== ''
  })
  return delivery
}

/** The token of a link that mutes a search, as it is in mails. */
async function unsubscribeTokenFor({ outbox }: VisitedPlatform, search: string): Promise<string> {
  const keys = await openKeyRing(join(dirname(outbox()), 'keys.json'))
  const subject = { kind: 'search', id: search } as const
  return openMailLinks(keys).seal({ act: 'mute', person: 'anna', subject }, Date.now())
}

function aLogRegistration(device: string) {
  return { device_id: device, channel: 'log', subscription_id: device, locale: 'de', tz: 'Europe/Berlin' }
}

/** Signs Mila up, with a device that was rung for a test, and a person whom she blocked; gives the delivery of the test. */
async function furnishMila(visited: VisitedPlatform): Promise<string> {
  await signUp(visited, MILA)
  const client = await request.newContext({ extraHTTPHeaders: { origin: visited.platform().url } })
  await signIn(visited, client, MILA)
  const answers = [
    await client.post(visited.urlOf('/accounts/devices'), { data: { device_id: LONG_NAME } }),
    await client.put(visited.urlOf('/matching/blocks/ben')),
    await client.post(visited.urlOf('/register'), { data: aLogRegistration(LONG_NAME) }),
  ]
  const rung = await client.post(visited.urlOf(`/mappings/${LONG_NAME}/test`))
  for (const answer of [...answers, rung])
    if (!answer.ok()) throw new Error(`Cannot furnish: ${answer.url()} answered ${answer.status()}`)
  const { delivery } = tested.parse(await rung.json())
  await client.dispose()
  return delivery
}

async function runImporter({ callAsAdmin }: VisitedPlatform): Promise<string> {
  const answer = await callAsAdmin('/jobs/demo-city/run', { method: 'POST' })
  const { run } = started.parse(await answer.json())
  await until('the importer has run', async () => {
    const { items } = runs.parse(await (await callAsAdmin('/jobs/demo-city/runs')).json())
    return items.some(({ id, state }) => id === run && state === 'done')
  })
  return run
}
