/** The texts of the form that sends the mail again, with which an address is confirmed. */
export const en = {
  again: 'No mail? Send it again',
  sentAgain: 'We sent it again.',
}
