import { en as credentials } from '../shared/credential-texts.en.ts'
import { en as sendAgain } from '../shared/send-again-texts.en.ts'

export const en = {
  ...credentials,
  ...sendAgain,
  title: 'Sign up',
  submit: 'Sign up',
  hasAccount: 'I have an account',
  sent: {
    title: 'Check your mail',
    text: 'We sent you a mail with a link. The link confirms your address and works for one hour. Then you can sign in.',
  },
}
