import { openKeyRing } from '#lib/auth/key-file.ts'
import { signPersonToken } from '#lib/auth/tokens.ts'
import { processEnvironment } from '#lib/config/process-environment.ts'
import { readConfig } from '#lib/config/read-config.ts'
import { settings } from '#lib/config/settings.ts'
import type { StationName } from '#lib/station/station-names.ts'
import { goodJson, reach } from './reach.ts'
import { requireKeyFile } from './require-key-file.ts'
import { stationAddresses } from './station-addresses.ts'

/** What is asked of a station. */
export interface AdminCall {
  /** Ends "Cannot …" when it does not work. */
  readonly attempt: string
  readonly station: StationName
  readonly path: string
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Sent as JSON. */
  readonly json?: unknown
}

/**
 * The JSON a station answers to an admin: by ADMIN_PASSWORD where that is set, else by the signing keys of this machine.
 *
 * @throws {VerbError} when there is neither, or no good answer.
 */
export async function callAsAdmin(call: AdminCall): Promise<unknown> {
  const { attempt, station, path, method = 'GET', json } = call
  const authorization = await authorizationFor(call)
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

async function authorizationFor({ attempt, station }: AdminCall): Promise<string> {
  const { password } = readConfig({ password: settings.ADMIN_PASSWORD }, processEnvironment())
  if (password !== '') return `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`
  const keys = await openKeyRing(requireKeyFile(attempt))
  return `Bearer ${await signPersonToken(keys, { person: 'admin', role: 'admin' }, station)}`
}
