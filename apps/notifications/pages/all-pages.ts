import { definePages } from '#lib/ui/define-pages.ts'
import type { NotificationsOptions } from '../options.ts'

/** No page of its own: serves the styles of the views that its routes show. */
export const notificationsPages = definePages<NotificationsOptions>({
  station: 'notifications',
  prefix: '/notifications/public',
  pages: [],
})
