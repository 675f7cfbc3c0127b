import { expect } from 'vitest'
import type { World } from '../open-world.fixture.ts'

/** What a browser accepts. */
export const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' }

/** Gives the HTML of a page, as a browser of somebody asks for it. */
export async function readPage(
  { call }: Pick<World, 'call'>,
  path: string,
  { as, language = 'en' }: { readonly as?: string | undefined; readonly language?: string } = {},
): Promise<string> {
  const headers = { ...BROWSER, 'accept-language': language }
  const response = await call(`GET ${path}`, { ...(as !== undefined && { as }), headers })
  expect([path, response.status, response.headers.get('content-type')]).toEqual([
    path,
    200,
    'text/html; charset=utf-8',
  ])
  return response.text()
}
