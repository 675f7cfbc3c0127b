import { en as credentials } from '../shared/credential-texts.en.ts'

export const en = {
  ...credentials,
  title: 'A new password',
  text: 'Enter your mail address. We send you a mail with a link, with which you choose a new password.',
  submit: 'Send the mail',
  done: 'If there is an account with this address, we sent a mail to it.',
  choose: {
    title: 'Choose a new password',
    submit: 'Save this password',
    done: 'Your new password is saved, and you are signed out everywhere. Sign in with the new password.',
  },
  signIn: 'Sign in',
}
