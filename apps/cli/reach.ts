import { messageOf } from '#lib/errors/message-of.ts'
import { cutText } from '#lib/text/cut-text.ts'
import { VerbError } from './verb-error.ts'

/** Time-out of a call. */
export const ANSWER_MS_MAX = 10_000

const ANSWER_LENGTH_MAX = 200
const WRONG_CALL = 400

/** The settings that hold the address of the front end, for a hint. */
export const FRONT_SETTINGS = '--url, PUBLIC_URL or WEB_PORT'

/**
 * Calls a station and returns its response, of any status. `settings` names the settings that hold its address, for the hint.
 *
 * @throws {VerbError} when the station does not answer.
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
      `Is it running? Start it with: npx --yes bun@1.4.5 run start\nIts address comes from ${settings}.`,
      { cause: error },
    )
  }
}

/**
 * Returns the JSON of a successful response; undefined for 204.
 *
 * @throws {VerbError} with the problem that the station reports. Status 400 counts as wrong use.
 */
export async function goodJson(response: Response, tried: string): Promise<unknown> {
  if (response.ok) return response.status === 204 ? undefined : response.json()
  const text = await response.text()
  throw new VerbError(`Cannot ${tried}: ${detailOf(text)}`, `${response.url} answered ${response.status}`, {
    isWrongUse: response.status === WRONG_CALL,
  })
}

/** What a failed answer says, for people. */
export function detailOf(text: string): string {
  try {
    const problem: unknown = JSON.parse(text)
    if (typeof problem === 'object' && problem !== null && 'detail' in problem) return String(problem.detail)
  } catch {
    // The text is not our problem JSON, but for instance a page of a proxy. Show it unchanged.
  }
  return cutText(text.trim(), ANSWER_LENGTH_MAX) || 'the answer was empty'
}
