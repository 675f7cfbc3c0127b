import type { App } from '#lib/http/create-app.ts'

/** `GET /sidekiq`: where the dashboard was in the old system. */
export function getSidekiq(app: App): void {
  app.get('/sidekiq', (c) => c.redirect('/jobs'))
}
