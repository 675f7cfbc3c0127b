import { defineSettings, integer, port, text, url } from '#lib/config/setting.ts'

/** Addresses on which stations listen, and at which they call each other. */
export const addresses = defineSettings('Addresses', {
  HOST: text('Address the stations listen on; 0.0.0.0 opens them to the network', '127.0.0.1'),
  PUBLIC_URL: url(
    ['http', 'https'],
    'Address of the front end for people: links in mails and notifications use it, and only pages of this origin may change data',
    'http://127.0.0.1:5123',
  ),
  WEB_PORT: port('Port of edge/web', '5123'),
  TRACKER_PORT: port('Port of edge/tracker', '5222'),
  STORAGE_PORT: port('Port of apps/storage', '5011'),
  MATCHING_PORT: port('Port of apps/matching, for the other stations only', '5021'),
  KAFIDX_PORT: port('Port of apps/kafidx', '5031'),
  NOTIFICATIONS_PORT: port('Port of apps/notifications', '5041'),
  ACTIONS_PORT: port('Port of workers/actions', '5051'),
  IMAGES_PORT: port('Port of apps/images', '5061'),
  ACCOUNTS_PORT: port('Port of apps/accounts', '5071'),
  STATISTICS_PORT: port('Port of workers/statistics, for the other stations only', '5081'),
  ENRICH_PORT: port('Port of workers/enrich, for health checks only', '5091'),
  OFFERS_PORT: port('Port of apps/offers', '5000'),
  METRICS_PORT: port('Port of /metrics', '9464'),
  STOP_NOTICE_SECONDS: integer(
    0,
    3,
    'Seconds for which /readyz answers 503 before a stopping process closes its ports, so that load balancers stop using it',
    '0',
  ),
  TRACKER_URL: url(['http', 'https'], 'Address of the tracker for other stations', 'http://127.0.0.1:5222'),
  STORAGE_URL: url(['http', 'https'], 'Address of storage for other stations', 'http://127.0.0.1:5011'),
  MATCHING_URL: url(['http', 'https'], 'Address of matching for other stations', 'http://127.0.0.1:5021'),
  KAFIDX_URL: url(['http', 'https'], 'Address of kafidx for other stations', 'http://127.0.0.1:5031'),
  NOTIFICATIONS_URL: url(
    ['http', 'https'],
    'Address of notifications for other stations',
    'http://127.0.0.1:5041',
  ),
  ACTIONS_URL: url(['http', 'https'], 'Address of actions for other stations', 'http://127.0.0.1:5051'),
  IMAGES_URL: url(['http', 'https'], 'Address of images for other stations', 'http://127.0.0.1:5061'),
  ACCOUNTS_URL: url(['http', 'https'], 'Address of accounts for other stations', 'http://127.0.0.1:5071'),
  STATISTICS_URL: url(['http', 'https'], 'Address of statistics for other stations', 'http://127.0.0.1:5081'),
  OFFERS_URL: url(['http', 'https'], 'Address of offers for other stations', 'http://127.0.0.1:5000'),
})
