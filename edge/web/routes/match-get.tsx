/** @jsxImportSource hono/jsx */
import { definePlainRoute } from '#lib/http/define-plain-route.ts'
import { htmlPage } from '#lib/http/html-page.ts'
import { MatchPage } from '../pages/match-page.tsx'

/** `GET /matches/{id}`: where a push leads in a browser. Says nothing of the match: whoever has the link proved nothing. */
export const matchGet = definePlainRoute({
  path: '/matches/{id}',
  access: { everybody: 'where a push leads; it says nothing of the match' },
  summary: 'Where a push leads in a browser',
  handle: () => () => htmlPage(<MatchPage />),
})
