/** @jsxImportSource hono/jsx */
import type { App } from '#lib/http/create-app.ts'
import { htmlPage } from '#lib/http/html-page.ts'
import { MatchPage } from '../pages/match-page.tsx'

/** `GET /matches/{id}`: where a push leads in a browser. Says nothing of the match: whoever has the link proved nothing. */
export function getMatch(app: App): void {
  app.get('/matches/:id', () => htmlPage(<MatchPage />))
}
