import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from '#lib/http/app-env.ts'
import { nameOf, type Route } from '#lib/http/define-route.ts'
import { isJsonType } from '#lib/http/is-json-type.ts'
import { knownFields, pathsOf, type KnownFields } from '#lib/http/known-fields.ts'
import { matchedRoute } from '#lib/http/matched-route.ts'
import { MERGE_PATCH_TYPE } from '#lib/http/merge-patch.ts'
import { badField, type ProblemError } from '#lib/http/problem.ts'
import { MEDIA_TYPES } from '#lib/http/wanted-format.ts'
import { isRecord } from '#lib/events/is-record.ts'
import { cutText } from '#lib/text/cut-text.ts'
import { nearestName } from '#lib/text/nearest-name.ts'

interface Known {
  readonly query: readonly string[]
  readonly body: KnownFields | undefined
}

const NAME_LENGTH_MAX = 64

/**
 * Refuses fields that a route would ignore although the caller probably meant something by them: every query parameter that
 * the route does not know, and every field of a JSON body that looks like a known one. Other unknown fields of a body are
 * ignored: a newer client may send them, or send back what it has read.
 *
 * @throws {ProblemError} 400 with the name of the field, and of the known field that is probably meant.
 */
export function refuseUnknownFields(routes: readonly Route<never>[]): MiddlewareHandler<AppEnv> {
  const knownByName = new Map(
    routes.filter(({ checksItself }) => !checksItself).map((route) => [nameOf(route), knownOf(route)]),
  )
  return async function refuse(c, next) {
    const route = matchedRoute(c)
    const known = route && knownByName.get(`${route.method} ${route.path}`)
    if (known !== undefined) {
      for (const name of Object.keys(c.req.queries())) {
        if (!known.query.includes(name)) throw unknownField(name, nearestName(name, known.query), 'parameter')
      }
      if (known.body !== undefined && isJsonType(c.req.header('content-type')) && (await c.req.text()) !== '')
        refuseLookalikes(await c.req.json(), known.body)
    }
    await next()
  }
}

function knownOf({ config: { request } }: Route<never>): Known {
  const content = request?.body?.content
  const body = content?.[MEDIA_TYPES.json] ?? content?.[MERGE_PATCH_TYPE]
  return {
    query: [...(knownFields(request?.query)?.keys() ?? [])],
    body: knownFields(body !== undefined && 'schema' in body ? body.schema : undefined),
  }
}

function refuseLookalikes(body: unknown, fields: KnownFields): void {
  const everywhere = pathsOf(fields)

  function check(value: unknown, known: KnownFields, prefix: string): void {
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) check(item, known, `${prefix}${index}.`)
    } else if (isRecord(value)) {
      for (const [name, inside] of Object.entries(value)) {
        const fieldsInside = known.get(name)
        if (fieldsInside !== undefined) check(inside, fieldsInside, `${prefix}${name}.`)
        if (known.has(name)) continue
        const here = nearestName(name, [...known.keys()])
        const meant =
          here === undefined
            ? everywhere.get(nearestName(name, [...everywhere.keys()]) ?? '')
            : `${prefix}${here}`
        if (meant !== undefined) throw unknownField(`${prefix}${name}`, meant, 'field')
      }
    }
  }

  check(body, fields, '')
}

/** The problem of a field or parameter that is not known. `meant` is the known name that is probably meant. */
export function unknownField(
  path: string,
  meant: string | undefined,
  what: 'parameter' | 'field',
): ProblemError {
  const reason = `is not a known ${what}${meant === undefined ? '' : `: did you mean "${meant}"?`}`
  return badField(cutText(path, NAME_LENGTH_MAX), reason)
}
