import type { RouteFacts } from '#lib/http/define-route.ts'

/** `GET /livez`: whether the process is alive. */
export const livez: RouteFacts = {
  method: 'get',
  path: '/livez',
  access: { everybody: 'orchestrators ask it; it says nothing but that the process is alive' },
}

/** `GET /readyz`: whether the station can do its work; the answer names the neighbour that it lacks. */
export const readyz: RouteFacts = {
  method: 'get',
  path: '/readyz',
  access: { everybody: 'orchestrators and load balancers ask it; it names what is away, without an address' },
}
