import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { askRevokedKeys } from '#lib/service-client/revoked-keys.ts'
import { openServiceClient } from '#lib/service-client/service-client.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

async function ask(answer: () => Response, since?: string) {
  const asked: string[] = []
  const server = Bun.serve({
    port: 0,
    fetch(request) {
      const { pathname, search } = new URL(request.url)
      asked.push(pathname + search)
      return answer()
    },
  })
  onTestFinished(() => server.stop(true))
  const keys = await openKeyRing(join(temporaryFolder(), 'keys.json'))
  const url = server.url.href
  const accounts = openServiceClient({ keys, service: 'tracker', audience: 'accounts', url })
  return { asked, page: await askRevokedKeys(accounts, { since, signal: AbortSignal.timeout(10_000) }) }
}

test('askRevokedKeys() gives a page, from the beginning or from where the one before ended', async () => {
  const page = { items: [{ key_id: 'k', revoked_at: '2026-01-01T00:00:00.000Z' }], next: '1' }
  const answer = () => Response.json(page)
  expect(await ask(answer)).toEqual({ asked: ['/accounts/revoked-keys'], page })
  expect((await ask(answer, '1&limit=1')).asked).toEqual(['/accounts/revoked-keys?since=1%26limit%3D1'])
})

test('askRevokedKeys() never takes trouble for "none"', async () => {
  for (const status of [401, 403, 404, 500, 503]) {
    await expect(ask(() => new Response(null, { status }))).rejects.toThrow(UnavailableError)
  }
  await expect(ask(() => Response.json({ next: '1' }))).rejects.toThrow('items')
  await expect(
    ask(() => Response.json({ items: [{ key_id: 'k', revoked_at: 'soon' }], next: '1' })),
  ).rejects.toThrow('revoked_at')
})
