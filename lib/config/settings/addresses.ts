import { group, port, text, url } from '#lib/config/setting.ts'

/** Where stations listen, and where they find each other. */
export const addresses = group('Addresses', {
  HOST: text('Address the stations listen on; 0.0.0.0 opens them to the network', '127.0.0.1'),
  PUBLIC_URL: url(
    ['http', 'https'],
    'Where people reach the front end: links in mails and pushes lead there, and its pages alone may change things',
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
  TRACKER_URL: url(['http', 'https'], 'Where stations reach the tracker', 'http://127.0.0.1:5222'),
  STORAGE_URL: url(['http', 'https'], 'Where stations reach storage', 'http://127.0.0.1:5011'),
  MATCHING_URL: url(['http', 'https'], 'Where stations reach matching', 'http://127.0.0.1:5021'),
  KAFIDX_URL: url(['http', 'https'], 'Where stations reach kafidx', 'http://127.0.0.1:5031'),
  NOTIFICATIONS_URL: url(['http', 'https'], 'Where stations reach notifications', 'http://127.0.0.1:5041'),
  ACTIONS_URL: url(['http', 'https'], 'Where stations reach actions', 'http://127.0.0.1:5051'),
  IMAGES_URL: url(['http', 'https'], 'Where stations reach images', 'http://127.0.0.1:5061'),
  ACCOUNTS_URL: url(['http', 'https'], 'Where stations reach accounts', 'http://127.0.0.1:5071'),
  STATISTICS_URL: url(['http', 'https'], 'Where stations reach statistics', 'http://127.0.0.1:5081'),
  OFFERS_URL: url(['http', 'https'], 'Where stations reach offers', 'http://127.0.0.1:5000'),
})
