export const en = {
  title: 'Outbox',
  none: 'No mail yet',
  newest: 'The newest mails come first.',
  /** `{folder}` is where the mails are stored. */
  folder: 'This platform stores its mails in {folder}. It sends them when MAIL_URL is set to smtp://…',
  from: 'From',
  to: 'To',
  sent: 'Written',
}
