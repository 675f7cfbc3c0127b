import type { LinkSubject, MailLinks } from '#lib/auth/mail-links.ts'
import type { PagePorts } from '#lib/ui/page-ports.ts'

/** What links in notifications do. Each act may be repeated. */
export interface LinkActs {
  /** Mutes a search or offer of a person until they end it. */
  mute(person: string, subject: LinkSubject): Promise<void>
  /** Ends the mails to a person about matches and messages. */
  stopMails(person: string): Promise<void>
  /** Deletes a search or offer if it belongs to the person. */
  deleteSubject(person: string, subject: LinkSubject): Promise<void>
}

/** The dependencies of the routes of these links. */
export interface UnsubscribePorts extends PagePorts {
  readonly mailLinks: Pick<MailLinks, 'open'>
  readonly linkActs: LinkActs
}
