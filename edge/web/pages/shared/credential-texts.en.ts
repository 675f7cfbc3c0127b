/** Texts about addresses and passwords that several pages have. */
export const en = {
  email: 'Mail address',
  password: 'Password',
  passwordHint: 'At least 10 characters. Four or five words that nobody would guess are good.',
  newPassword: 'New password',
}
