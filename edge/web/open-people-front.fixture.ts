import { expect, onTestFinished } from 'vitest'
import { z } from 'zod'
import { verifyPersonToken, type PersonClaims } from '#lib/auth/tokens.ts'
import { openPeopleWorld, PUBLIC_URL } from '../../apps/accounts/people/open-people-world.fixture.ts'
import { cookieOf, MILA, signUp } from '../../apps/accounts/people/people-steps.fixture.ts'
import { openFront } from './open-front.fixture.ts'

const seenSchema = z.object({ authorization: z.string().nullable(), cookie: z.string().nullable() })

/** What a station got, as far as it tells who calls. */
export type Seen = z.output<typeof seenSchema>

type Person = Readonly<Record<'email' | 'password', string>>

/** A front end before real accounts, and a station that answers what it saw. */
export interface PeopleFront {
  /** Calls it, named as `METHOD /path`; unsafe methods come from a page of its own, unless headers name another or an empty origin. */
  readonly call: (
    methodAndPath: string,
    headers?: Record<string, string>,
    json?: unknown,
  ) => Promise<Response>
  /** What the station saw of a call. */
  readonly seen: (methodAndPath: string, headers?: Record<string, string>) => Promise<Seen>
  /** The person that a token, as the station saw it, proves to a station. */
  readonly personFor: (station: string, seen: Seen) => Promise<string | undefined>
  /** Signs somebody in; gives the cookies of the session. */
  readonly signIn: (person?: Person) => Promise<string>
  readonly signUp: (person: Person) => Promise<void>
  /** How often accounts was asked for a token. */
  readonly asked: () => number
}

/** How it is to be. */
export interface PeopleFrontOptions {
  /** Stands between the front end and accounts. */
  readonly between?: (request: Request, goOn: () => Promise<Response>) => Promise<Response>
  /** What the station answers; what it saw, where nothing is said. */
  readonly answer?: (seen: Seen) => Response
  readonly livePage?: 'operate' | 'public'
  /** Which tokens are invalid before they expire. */
  readonly isEnded?: (claims: PersonClaims) => boolean
}

/** The name of the cookie of a session. */
export const SESSION_COOKIE = '__Host-push.session_token'

/** Opens them for one test, with Mila signed up. */
export async function openPeopleFront(options: PeopleFrontOptions = {}): Promise<PeopleFront> {
  const {
    between = (_, goOn) => goOn(),
    answer = (seen) => Response.json(seen),
    livePage = 'public',
    isEnded = () => false,
  } = options
  const world = await openPeopleWorld()
  let tokensAsked = 0
  const accounts = Bun.serve({
    development: false,
    hostname: '127.0.0.1',
    port: 0,
    fetch(request) {
      if (new URL(request.url).pathname === '/accounts/tokens') tokensAsked += 1
      return between(request, () => world.fetch(request))
    },
  })
  onTestFinished(() => accounts.stop(true))
  const { url } = await openFront({
    keys: world.keys,
    accountsUrl: `http://127.0.0.1:${accounts.port}`,
    publicOrigin: PUBLIC_URL,
    livePage,
    isEnded,
    station(request) {
      const { headers } = request
      return answer({ authorization: headers.get('authorization'), cookie: headers.get('cookie') })
    },
  })
  await signUp(world)

  async function call(methodAndPath: string, headers: Record<string, string> = {}, json?: unknown) {
    const [method = '', path = ''] = methodAndPath.split(' ')
    const sent = new Headers({ ...(method !== 'GET' && { origin: PUBLIC_URL }), ...headers })
    if (sent.get('origin') === '') sent.delete('origin')
    if (json !== undefined) sent.set('content-type', 'application/json')
    const body = json === undefined ? {} : { body: JSON.stringify(json) }
    return fetch(url + path, { method, headers: sent, ...body })
  }

  return {
    call,
    async seen(methodAndPath, headers) {
      const response = await call(methodAndPath, headers)
      expect(response.status).toBe(200)
      return seenSchema.parse(await response.json())
    },
    async personFor(station, { authorization }) {
      const token = authorization?.replace('Bearer ', '') ?? ''
      return (await verifyPersonToken(world.keys, token, station))?.person
    },
    async signIn(person = MILA) {
      const signedIn = await call('POST /accounts/auth/sign-in/email', {}, person)
      expect(signedIn.status).toBe(200)
      return cookieOf(signedIn)
    },
    signUp: (person) => signUp(world, person),
    asked: () => tokensAsked,
  }
}
