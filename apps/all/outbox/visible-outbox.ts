import { readConfig, type Environment } from '#lib/config/read-config.ts'
import { settings } from '#lib/config/settings.ts'
import { isLocalReach } from '#lib/http/this-machine.ts'
import { outboxFolder } from '#lib/mailer/outbox-folder.ts'

/** The settings that decide whether the outbox is shown. */
export const outboxSpec = {
  host: settings.HOST,
  publicUrl: settings.PUBLIC_URL,
  trustedHops: settings.TRUSTED_HOPS,
  isDevLogin: settings.DEV_LOGIN,
  mailUrl: settings.MAIL_URL,
}

/**
 * Returns the folder of mails that `/outbox` shows. Undefined if a mail server sends them, or if other machines can reach the
 * platform, because mails contain sign-in links.
 */
export function visibleOutbox(environment: Environment): string | undefined {
  const { isDevLogin, mailUrl, ...reach } = readConfig(outboxSpec, environment)
  return isDevLogin && isLocalReach(reach) && mailUrl.startsWith('file:') ? outboxFolder(mailUrl) : undefined
}
