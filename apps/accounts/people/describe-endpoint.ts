import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { OWN_CHECKS } from '#lib/http/refuse-unknown-fields.ts'
import type { App } from '#lib/http/create-app.ts'
import type { AuthEndpoint } from './auth-endpoints.ts'
import { AUTH_PATH } from './auth-options.ts'

/** Adds an endpoint of the sign-in library to the document of the API. */
export function describeEndpoint(app: App, { method, path, summary, body, answer }: AuthEndpoint): void {
  app.openAPIRegistry.registerPath({
    method: method === 'GET' ? 'get' : 'post',
    path: AUTH_PATH + path,
    summary,
    tags: ['Sign-in'],
    // The library reads its own query.
    [OWN_CHECKS]: true,
    ...(body !== undefined && { request: { body: { required: true, ...json(body, 'What it takes') } } }),
    responses: {
      ...(answer === undefined
        ? { 302: { description: 'It leads to the page of the front end that says how it went' } }
        : { 200: json(answer, 'It is done') }),
      ...problemResponses,
    },
  })
}
