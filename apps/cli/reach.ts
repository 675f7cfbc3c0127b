import { messageOf } from '#lib/errors/message-of.ts'
import { cutText } from '#lib/text/cut-text.ts'
import { VerbError } from './verb-error.ts'

/** How long an answer may take. */
export const ANSWER_MS_MAX = 10_000

const ANSWER_LENGTH_MAX = 200
const WRONG_CALL = 400

/** The settings that say where the platform's front end is, for a hint. */
export const FRONT_SETTINGS = '--url, PUBLIC_URL or WEB_PORT'

/**
 * The answer of a station, whatever its status; `settings` names what its address is set by, for the hint.
 *
 * @throws {VerbError} when there is none.
 */
export async function reach(
  url: string,
  init: RequestInit = {},
  settings = FRONT_SETTINGS,
): Promise<Response> {
  try {
    return await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS_MAX), ...init })
  } catch (error) {
    const { origin } = new URL(url)
    throw new VerbError(
      `Cannot reach ${origin}: ${messageOf(error)}`,
      `Is it running? Start it with: npx --yes bun@1.4.5 run start\nIts address is set by ${settings}.`,
      { cause: error },
    )
  }
}

/**
 * The JSON of an answer that is good.
 *
 * @throws {VerbError} quoting the problem when it is not; it counts as wrong use where the station says so (400).
 */
export async function goodJson(response: Response, tried: string): Promise<unknown> {
  if (response.ok) return response.status === 204 ? undefined : response.json()
  const text = await response.text()
  throw new VerbError(
    `Cannot ${tried}: ${detailOf(text)}`,
    `The answer was ${response.status} of ${response.url}`,
    { isWrongUse: response.status === WRONG_CALL },
  )
}

function detailOf(text: string): string {
  try {
    const problem: unknown = JSON.parse(text)
    if (typeof problem === 'object' && problem !== null && 'detail' in problem) return String(problem.detail)
  } catch {
    // No problem of ours: a proxy's page, for instance. What it says is told as it is.
  }
  return cutText(text.trim(), ANSWER_LENGTH_MAX) || 'the answer was empty'
}
