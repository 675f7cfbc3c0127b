import { Hono } from 'hono'
import { expect, test } from 'vitest'
import type { AppEnv } from './app-env.ts'
import { countedRequestIp, requestIp } from './request-ip.ts'

const app = new Hono<AppEnv>().get('/', (c) => c.json([requestIp(c, 1), countedRequestIp(c, 1) ?? 'nobody']))

async function ask(forwardedFor: string, peerIp: string | undefined): Promise<unknown> {
  const response = await app.request('/', { headers: { 'x-forwarded-for': forwardedFor } }, { peerIp })
  return response.json()
}

test('a request counts for its client, or for the nearest proxy when the client cannot be determined', async () => {
  const [client, proxy] = ['198.51.100.7', '10.0.0.1']
  expect(await ask(`6.6.6.6, ${client}:54321`, proxy)).toEqual([client, client])
  expect(await ask('6.6.6.6, unknown', proxy)).toEqual([null, proxy])
  expect(await ask('unknown', undefined)).toEqual([null, 'nobody'])
})
