/** The texts of the forms that send a code by mail, and take it. */
export const en = {
  send: 'Send me a code',
  sent: 'If the address is right, a mail with six digits is on its way to {email}. Enter them here, in this tab, within 10 minutes.',
  code: 'Code',
  again: 'Get a new code',
}
