import { openKeyRing } from '#lib/auth/key-file.ts'
import { signPersonToken } from '#lib/auth/tokens.ts'
import { processEnvironment } from '#lib/config/process-environment.ts'
import { readConfig } from '#lib/config/read-config.ts'
import { settings } from '#lib/config/settings.ts'
import type { StationName } from '#lib/station/station-names.ts'
import { goodJson, reach } from './reach.ts'
import { requireKeyFile } from './require-key-file.ts'
import { stationAddresses } from './station-addresses.ts'

/** A call of a station by the admin. */
export interface AdminCall {
  /** Completes the error message "Cannot …" when the call fails. */
  readonly attempt: string
  readonly station: StationName
  readonly path: string
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Sent as JSON. */
  readonly json?: unknown
}

/**
 * Calls a station as the admin and returns the JSON of its answer. It authenticates with ADMIN_PASSWORD if that is set, else with
 * a token signed by the keys of this machine.
 *
 * @throws {VerbError} when there is neither a password nor a key file, or the call fails.
 */
export async function callAsAdmin(call: AdminCall): Promise<unknown> {
  const { attempt, station, path, method = 'GET', json } = call
  const authorization = await adminAuthorization(call)
  const request = {
    method,
    headers: { authorization, ...(json !== undefined && { 'content-type': 'application/json' }) },
    ...(json !== undefined && { body: JSON.stringify(json) }),
  }
  const name = station.toUpperCase()
  const url = stationAddresses(processEnvironment())(station) + path
  const response = await reach(url, request, `${name}_URL, or ${name}_PORT on this machine`)
  return goodJson(response, attempt)
}

/**
 * The Authorization header of the admin, for a station.
 *
 * @throws {VerbError} when there is neither a password nor a key file.
 */
export async function adminAuthorization({
  attempt,
  station,
}: Pick<AdminCall, 'attempt' | 'station'>): Promise<string> {
  const { password } = readConfig({ password: settings.ADMIN_PASSWORD }, processEnvironment())
  if (password !== '') return `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`
  const keys = await openKeyRing(requireKeyFile(attempt))
  return `Bearer ${await signPersonToken(keys, { person: 'admin', role: 'admin' }, station)}`
}
