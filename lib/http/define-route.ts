import type { RouteConfig, RouteHandler } from '@hono/zod-openapi'
import type { Handler } from 'hono'
import type { Access } from '#lib/http/access.ts'
import type { AppEnv } from '#lib/http/app-env.ts'

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete' | 'options'

/** What other code needs to know about a route, without the types of its station. */
export interface RouteFacts {
  readonly method: Method
  /** As OpenAPI writes it: `/store/offers/{id}`. A `*` at the end stands for the rest of the path. */
  readonly path: string
  readonly access: Access
  /** One line: what the route is for. */
  readonly summary?: string
}

/** A route, ready for an app to register. `Ports` is what its handler needs. */
export interface Route<in Ports> extends RouteFacts {
  /** The route in the document of the API. A request is checked against it before the handler is called. */
  readonly config: RouteConfig
  /** False for pages, files and streams: they are not in the document of the API. */
  readonly isDescribed: boolean
  /** True when the handler reads and checks the query and the body itself. */
  readonly checksItself: boolean
  readonly handle: (ports: Ports) => Handler<AppEnv>
}

/** How a route is declared. */
export interface RouteDeclaration<
  M extends Method,
  P extends string,
  Request extends NonNullable<RouteConfig['request']>,
  Answers extends RouteConfig['responses'],
  Ports,
> {
  readonly method: M
  readonly path: P
  readonly access: Access
  /** One line for the document of the API. */
  readonly summary: string
  readonly description?: string
  readonly tags?: string[]
  readonly request?: Request
  readonly answers: Answers
  readonly isDescribed?: boolean
  readonly checksItself?: boolean
  /** Gets the ports and returns the handler; called once per app. */
  readonly handle: (
    ports: Ports,
  ) => RouteHandler<{ method: M; path: P; request: Request; responses: Answers }, AppEnv>
}

/**
 * Declares a route: its part of the document of the API, who may call it, and its handler. Calling it has no side effects: `handle`
 * gets its ports only when an app registers the route.
 */
export function defineRoute<
  const M extends Method,
  const P extends string,
  Request extends NonNullable<RouteConfig['request']>,
  Answers extends RouteConfig['responses'],
  Ports,
>(declaration: RouteDeclaration<M, P, Request, Answers, Ports>): Route<Ports> {
  const { method, path, access, summary, description, tags, request, answers } = declaration
  const { isDescribed = true, checksItself = false, handle } = declaration
  const config: RouteConfig = {
    method,
    path,
    ...(tags !== undefined && { tags }),
    summary,
    ...(description !== undefined && { description }),
    ...(request !== undefined && { request }),
    responses: answers,
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the app checks a request by the same schemas before the handler sees it
  return {
    method,
    path,
    access,
    summary,
    config,
    isDescribed,
    checksItself,
    handle: handle as Route<Ports>['handle'],
  }
}

/**
 * The name of a route in Hono's notation. The guard and the metrics look routes up by it.
 *
 * @example
 * ```ts
 * nameOf({ method: 'get', path: '/jobs/{id}' }) // => 'GET /jobs/:id'
 * ```
 */
export function nameOf({ method, path }: Pick<RouteFacts, 'method' | 'path'>): string {
  return `${method.toUpperCase()} ${honoPath(path)}`
}

/** A path of OpenAPI in Hono's notation. */
export function honoPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/gu, ':$1')
}
