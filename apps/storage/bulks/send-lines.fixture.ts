import type { World } from '../open-world.fixture.ts'

export const OWNER = 'importer:shops'
export const AS = 'service:offers'

/** A line of a body: a draft, or text as it is. */
export type Line = Record<string, unknown> | string

/** A valid line of a bulk. */
export function aLine(ref: string, over: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    ref,
    title: `Offer ${ref}`,
    keywords: ['bike'],
    region: { circle: { centre: { lat: 52.5201, lng: 13.4051 }, radiusMeters: 1_000 } },
    showLocation: true,
    ...over,
  }
}

/** The text of lines. */
export function textOf(lines: readonly Line[]): string {
  return lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')
}

/** How a bulk was answered. */
export interface Answered {
  readonly status: number
  /** The lines of the answer, or the problem. */
  readonly lines: readonly Record<string, unknown>[]
  /** Those of refused lines. */
  readonly refused: readonly Record<string, unknown>[]
  /** The last line. */
  readonly last: Record<string, unknown>
}

/** How a body is sent. */
export interface SendOptions {
  readonly as?: string
  readonly owner?: string
  readonly query?: string
  readonly headers?: Record<string, string>
}

/** Sends a bulk over a port, and reads the whole answer. */
export async function send(
  world: World,
  body: readonly Line[] | Blob | Uint8Array<ArrayBuffer>,
  { as = AS, owner = OWNER, query = '', headers }: SendOptions = {},
): Promise<Answered> {
  const { url, authorization } = await world.serve(as)
  const response = await fetch(`${url}/store/bulk/offers/${owner}${query}`, {
    method: 'PUT',
    headers: { authorization, 'content-type': 'application/x-ndjson', ...headers },
    body: body instanceof Blob || body instanceof Uint8Array ? body : textOf(body),
  })
  return answered(response)
}

/** Reads an answer of lines. */
export async function answered(response: Response): Promise<Answered> {
  const text = await response.text()
  const lines = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Record<string, unknown> => JSON.parse(line))
  const refused = lines.filter(({ reason }) => reason !== undefined)
  return { status: response.status, lines, refused, last: lines.at(-1) ?? {} }
}

/** The titles of all offers of an owner, sorted. */
export async function titlesOf(world: World, owner = OWNER): Promise<string[]> {
  const { items } = await world.subjects.list({ owner, kind: 'offer', limit: 200 })
  return items.map(({ title }) => title).toSorted()
}
